"""The program does not start with a value that no sweep could ever let go of."""

from __future__ import annotations

import pytest

from orders.models import Order
from privacy import declarations
from privacy.access import Access
from privacy.declarations import Keep, Latest, Retention
from privacy.retention import checking
from tests.diary.models import Pact, Page


def found():
    return [(error.obj, error.id) for error in checking.everything_has_an_end()]


@pytest.fixture
def declares(monkeypatch):
    """Give a function that changes what a model declares."""

    def change(model, **said):
        for name, value in said.items():
            monkeypatch.setattr(model.PersonalData, name, value, raising=False)
        declarations.of.cache_clear()

    yield change
    monkeypatch.undo()
    declarations.of.cache_clear()


def test_the_program_as_it_is_has_an_end_for_everything():
    assert found() == []


def ending(entry, **said):
    from dataclasses import replace

    return replace(entry, retention=Retention(words="…", **said))


@pytest.mark.parametrize(
    "said",
    [
        {"after": "closed_at"},
        {"after": "closed_at", "latest": Latest(after="closed_at", months=1)},
        {"after": "closed_at", "latest": Latest(after="gone", months=1)},
        {"after": "number"},
    ],
)
def test_a_date_that_may_never_come_is_found(declares, said):
    declares(Order, contact_name=ending(Order.PersonalData.contact_name, **said))
    assert (Order, "privacy.E010") in found()


def test_a_date_that_may_never_come_passes_with_another_that_does(declares):
    latest = Latest(after="placed_at", months=1)
    ends = ending(Order.PersonalData.contact_name, after="closed_at", latest=latest)
    declares(Order, contact_name=ends)
    assert found() == []


def test_rows_about_somebody_without_a_date_are_found(declares):
    declares(Access, row=())
    assert (Access, "privacy.E012") in found()


def test_a_row_that_goes_after_a_moment_that_may_never_come_is_found(declares):
    declares(Page, row=(Retention(after="gone", words="…"),))
    assert found() == []
    declares(Order, row=(Retention(after="closed_at", words="…"),))
    assert found() == [(Order, "privacy.E010")]


def test_laws_that_count_from_several_moments_are_found(declares):
    law = Keep(ground="A law", months=3)
    from dataclasses import replace

    entry = replace(Pact.PersonalData.nickname, erasure=law)
    declares(Pact, nickname=ending(entry, after="place"))
    assert (Pact, "privacy.E011") in found()


def test_a_model_that_declares_nothing_is_for_another_check(monkeypatch):
    monkeypatch.setattr(Page, "PersonalData", None)
    declarations.of.cache_clear()
    assert found() == []
    monkeypatch.undo()
    declarations.of.cache_clear()
