"""A message with a number that we never need: said, shown again, kept nowhere."""

from __future__ import annotations

import logging

import pytest
from django.apps import apps

CARD = "4111 1111 1111 1111"
WORDS = f"my card is {CARD}"
NUMBERS = {
    CARD: "a card number",
    "GB29 NWBK 6016 1331 9268 19": "a bank account number",
    "PESEL 44051401359": "a national identity number",
    "passport 533401234": "a passport number",
    "NHS 943 476 5919": "a health number",
}


def counted():
    """Return how many rows each table has."""
    return {model: model._base_manager.count() for model in apps.get_models()}


@pytest.mark.parametrize("number", NUMBERS)
def test_it_is_said_and_shown_again_and_kept_nowhere(client, sent, caplog, number):
    caplog.set_level(logging.DEBUG)
    before = counted()
    answer = sent("question", words=f"about {number}")
    page = answer.content.decode()
    sentence = f"Leave out what looks like {NUMBERS[number]}. We never need it here"
    assert answer.status_code == 200
    assert page.count(sentence) == 2
    assert f"about {number}</textarea>" in page
    assert page.count(number) == 1
    assert counted() == before
    assert number not in caplog.text
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]


def test_without_the_number_the_same_message_goes_through(sent):
    assert sent("question", words="about order FW-7K2M9Q").status_code == 303


def test_the_answer_does_not_tell_who_is_a_customer(sent, alice):
    known = sent("question", words=WORDS, email="alice@example.net")
    other = sent("question", words=WORDS, email="other@example.net")
    assert known.status_code == other.status_code
    assert told(known, "alice") == told(other, "other")


def told(answer, name):
    """Return a page without the address and the stamp that were sent with it."""
    page = answer.content.decode().replace(f"{name}@example.net", "")
    return page.replace(answer.context["form"].next_stamp, "")
