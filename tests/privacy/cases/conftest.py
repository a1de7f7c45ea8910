"""Cases as people file them, and the letters that answer."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from privacy import purposes
from privacy.cases import carrying_out, deciding, filing, planning, taking_up
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind, State
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.purposes import Purpose


@pytest.fixture
def filed(db, at):
    """File a case and let the worker take it up."""

    def filed(kind=Kind.ERASE, email="alice@example.net", *, person=None, **demand):
        # What is cleared was chosen in Your data, unless a test says otherwise.
        told = {"seen": kind == Kind.CLEAR} | demand
        case = filing.file(
            kind=kind,
            email=email,
            demand=Demand(**told),
            country="GB",
            at=at,
            person=person,
        )
        taking_up.take_up(case=case, at=at)
        return Case.objects.get(pk=case.pk)

    return filed


@pytest.fixture
def second(db):
    """Another one of the staff, who may do everything."""
    return Person.objects.create_superuser("second@example.net", "long secret enough")


@pytest.fixture
def approved(alice, filed, staff, second, at):
    """A case of Alice that was approved, without its cooling off."""

    def approved(kind, **demand):
        case = filed(kind, person=alice, **demand)
        case = fresh(case)
        if case.state == State.IN_REVIEW:
            plan = deciding.show_plan(case=case, by=staff, at=at)
            digest = planning.digest(plan)
            if kind == Kind.ERASE:
                deciding.review(case=case, shown=digest, by=staff, at=at)
            deciding.approve(case=case, shown=digest, by=second, at=at)
        return fresh(case)

    return approved


def fresh(case):
    """Return a case as the database has it."""
    return Case.objects.get(pk=case.pk)


def work(case, at):
    """Let the worker do all it can, as the tasks do."""
    carrying_out.advance(case=case, at=at)
    carrying_out.check_all(at=at)
    return fresh(case)


@contextmanager
def meanwhile(deed):
    """Let another process do its deed right before the next transaction begins."""
    left = [deed]

    def watch(execute, sql, *args):
        # Within a test, which is one transaction, another one is a savepoint.
        if left and sql.startswith("SAVEPOINT"):
            left.pop()()
        return execute(sql, *args)

    with connection.execute_wrapper(watch):
        yield
    assert not left, "no transaction began"


def letters_of(case):
    """Return the letters that answer a case, as (template, text), oldest first."""
    rows = Letter.objects.filter(case=case).order_by("queued_at", "id")
    with purposes.using(Purpose.OWN_REQUEST):
        return [(row.template.removeprefix("cases/"), row.content) for row in rows]


def code_for(case):
    """Return the code of the last letter that holds one."""
    texts = [said.text for template, said in letters_of(case) if template == "code"]
    return re.search(r"\b(\d{6})\b", texts[-1])[1]


@pytest.fixture
def later(at):
    """A minute later."""
    return at + timedelta(minutes=1)
