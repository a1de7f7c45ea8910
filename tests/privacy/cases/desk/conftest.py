"""The desk: cases in review, and people of the shop with just the rights they have."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from privacy.cases import deciding, moving, planning
from privacy.cases.case import Case
from privacy.cases.states import Kind, State
from privacy.people import Person

LIST = "/staff/privacy/case/"
WORDS = "Remove my letter about the blue pen."


class Desk:
    """A browser in which one person of the shop is signed in."""

    def __init__(self, person, **options):
        self.person, self.client = person, Client(**options)
        self.client.force_login(person)

    def get(self, path):
        return self.client.get(path)

    def post(self, path, **fields):
        """Send a form as a browser does: without files, so never as multipart."""
        form = "application/x-www-form-urlencoded"
        return self.client.post(path, urlencode(fields), content_type=form)

    def does(self, case, name, **fields):
        return self.post(act_of(case, name), **fields)

    def sees(self, case):
        return text_of(self.get(page_of(case)))

    def looks(self, case, words="To see what they ask for"):
        """Give a reason, and read the page then."""
        there = reverse("admin:privacy_case_look", args=[case.pk])
        self.post(there, reason="request", words=words)
        return self.sees(case)


def page_of(case):
    return reverse("admin:privacy_case_change", args=[case.pk])


def act_of(case, name):
    return reverse("admin:privacy_case_act", args=[case.pk, name])


def text_of(response):
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split()
    )


def fresh(case):
    return Case.objects.get(pk=case.pk)


def digest(case):
    return planning.digest(fresh(case).plan)


@pytest.fixture(autouse=True)
def today(at, monkeypatch):
    """The moment is now, whenever the test runs; move it with today(later)."""

    def is_now(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    is_now(at)
    return is_now


@pytest.fixture
def clerk(db):
    """Make somebody of the shop who has just these rights."""

    def made(email, *rights):
        person = Person.objects.create_user(email, is_staff=True, name="Cleo Clerk")
        person.user_permissions.set(Permission.objects.filter(codename__in=rights))
        return person

    return made


@pytest.fixture
def reviewer(clerk):
    return Desk(clerk("reviewer@example.net", "review_case"))


@pytest.fixture
def approver(clerk):
    return Desk(clerk("approver@example.net", "approve_case"))


@pytest.fixture
def both(clerk):
    """Somebody who may do either, but not both for one erasure."""
    return Desk(clerk("both@example.net", "review_case", "approve_case"))


@pytest.fixture
def in_review(alice, filed, at):
    """A case whose identity is proved, without the worker that would go on."""

    def made(kind=Kind.ERASE, **demand):
        case = filed(kind, **({"words": WORDS} | demand))
        if kind != Kind.QUESTION:
            Case.objects.filter(pk=case.pk).update(person=alice, identity_proven_at=at)
            moving.move(case, State.VERIFIED, what="identity_proved", at=at)
            moving.move(case, State.IN_REVIEW, what="to_review", at=at)
        return fresh(case)

    return made


@pytest.fixture
def agreed(in_review, reviewer, at):
    """An erasure to which the reviewer has agreed."""
    case = in_review()
    deciding.show_plan(case=case, by=reviewer.person, at=at)
    deciding.review(case=case, shown=digest(case), by=reviewer.person, at=at)
    return fresh(case)
