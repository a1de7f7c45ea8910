"""Cases as people file them, and the letters that answer."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from privacy import purposes
from privacy.cases import filing, taking_up
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind
from privacy.letters.models import Letter
from privacy.purposes import Purpose


@pytest.fixture
def filed(db, at):
    """File a case and let the worker take it up."""

    def filed(kind=Kind.ERASE, email="alice@example.net", *, person=None, **demand):
        case = filing.file(
            kind=kind,
            email=email,
            demand=Demand(**demand),
            country="GB",
            at=at,
            person=person,
        )
        taking_up.take_up(case=case, at=at)
        return Case.objects.get(pk=case.pk)

    return filed


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
