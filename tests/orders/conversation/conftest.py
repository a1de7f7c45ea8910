"""An order about which one can ask, and who answers."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from orders.conversation import answering, asking
from privacy import purposes
from privacy.purposes import Purpose
from tests.orders.conftest import MONDAY

QUESTION = "When does the navy pen come?\n\nIt is a present."
ANSWER = "It leaves us tomorrow."
HOUR = timedelta(hours=1)


@pytest.fixture
def ask(order):
    """Ask something about the order, on Monday at nine unless said otherwise."""

    def asked(words=QUESTION, at=MONDAY, form=None, about=order):
        return asking.ask(order=about, words=words, form=form or uuid4(), at=at)

    return asked


@pytest.fixture
def answer(order, staff):
    """Answer it, an hour later unless said otherwise."""

    def answered(words=ANSWER, at=MONDAY + HOUR, form=None, about=order):
        told = {"order": about, "words": words, "form": form or uuid4()}
        return answering.answer(**told, at=at, by=staff)

    return answered


@pytest.fixture
def text_of():
    def text(message):
        with purposes.using(Purpose.CONVERSATION):
            return message.text

    return text


@pytest.fixture
def page(order, link_of):
    """Return the address of the page of questions."""
    return f"{link_of(order)}questions/"


@pytest.fixture
def at_desk(order):
    """Return the address of a page of the staff about the order's questions."""

    def address(name="talk"):
        return reverse(f"admin:orders_message_{name}", args=[order.pk])

    return address
