"""A sweep that is killed before any of its writes: the next one ends the same way."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections

from orders.models import Event, Line, Order, Payment
from privacy import retention
from privacy.cases.case import Case
from privacy.encryption import keys, shredding
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.retention import rules, sweeping
from privacy.retention.report import SweepReport
from privacy.vault.models import DataKey, LedgerEntry
from shop.checkout import drafts
from shop.checkout.models import Draft, Typed
from tests.diary.models import Page

KILLED = 9
MOST = 400
THERE = (Order, Line, Payment, Event, Letter, Page, Case, Draft, Person)
WRITES = ("INSERT", "UPDATE", "DELETE")
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


def killed_at(write, at):
    """Let a sweep die before its n-th write; tell whether it lived to the end."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        _die_at(write, at)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED), code
    return code == 0


def is_a_write(sql):
    # The tests of shredding kill between the indexes that it clears.
    return sql.startswith(WRITES) and '_index" = NULL WHERE' not in sql


def _die_at(write, at):
    code = 1
    sys.settrace(None)  # what is measured here would die with it
    try:
        left = iter(range(write))

        def die(execute, sql, *args):
            if is_a_write(sql) and next(left, None) is None:
                os._exit(KILLED)
            return execute(sql, *args)

        keys.forget_held()
        for each in connections.all():
            each.execute_wrappers.append(die)
        retention.sweep(at=at)
        code = 0
    finally:
        os._exit(code)


@pytest.fixture
def quick(monkeypatch):
    """Let the sweep look at the kinds of rows that are there, and at no others."""
    labels = {model._meta.label for model in THERE}
    some = [rule for rule in rules.rules() if rule.label in labels]
    monkeypatch.setattr(sweeping, "rules", lambda: iter(some))


def test_a_sweep_killed_before_any_write_is_finished_by_the_next(someone, quick, at):
    end = at + timedelta(days=7 * 366)
    for write in range(MOST):
        person = someone()
        lived = killed_at(write, end)
        retention.sweep(at=end)
        shredding.resume(at=end)
        everything_is_gone(person)
        if lived:
            assert write > 20
            assert SweepReport.objects.filter(finished_at=None).count() >= write - 2
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
