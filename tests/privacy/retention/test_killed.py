"""A sweep that is killed before any of its commits: the next one ends the same way."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from orders.models import Event, Line, Order, Payment
from privacy import retention
from privacy.cases.case import Case
from privacy.encryption import shredding
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.retention import rules, sweeping
from privacy.retention.report import SweepReport
from privacy.vault.models import DataKey, LedgerEntry
from shop.checkout import drafts
from shop.checkout.models import Draft, Typed
from tests.diary.models import Page
from tests.privacy import dying

MOST = 200
THERE = (Order, Line, Payment, Event, Letter, Page, Case, Draft, Person)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def someone(buys, case_of, at):
    """Give a function that makes somebody with a row of many kinds."""

    def made():
        name = f"p{uuid4().hex[:8]}"
        person = buys(f"{name}@example.net", "Somebody").person
        Page.objects.create(writer=person, title="Old", text="…", written_at=at)
        case_of(person, kind="see", state="fulfilled", closed_at=at)
        typed = Typed(email=f"{name}@example.net", name="Somebody")
        drafts.begin(typed=typed, shown={}, at=at)
        return person

    return made


@pytest.fixture
def quick(monkeypatch):
    """Let the sweep look at the kinds of rows that are there, and at no others."""
    labels = {model._meta.label for model in THERE}
    some = [rule for rule in rules.rules() if rule.label in labels]
    monkeypatch.setattr(sweeping, "rules", lambda: iter(some))


def test_a_sweep_killed_before_any_commit_is_finished_by_the_next(someone, quick, at):
    end = at + timedelta(days=7 * 366)
    for number in dying.moments(MOST):
        person = someone()
        lived = dying.killed_at(number, partial(retention.sweep, at=end))
        retention.sweep(at=end)
        shredding.resume(at=end)
        everything_is_gone(person)
        if lived:
            assert number > 10
            assert (
                SweepReport.objects.filter(finished_at=None).count() >= number // 2 - 2
            )
            return
    pytest.fail("The sweep never came to the end.")


def everything_is_gone(person):
    for model in THERE:
        assert not model.objects.exists(), model
    live = DataKey.objects.exclude(wrapped=None)
    assert not live.exists(), "a key outlived its row"
    entries = LedgerEntry.objects.filter(subject=person.pk)
    assert [entry.finished_at is not None for entry in entries] == [True]
    assert not LedgerEntry.objects.filter(finished_at=None).exists()
