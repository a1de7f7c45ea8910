"""What the parts of the after-sale add to the pages about an order."""

from __future__ import annotations

import pytest

from orders import sections
from orders.event import Verb
from orders.sections import About, Section


@pytest.fixture
def about(order, at):
    return About(order, tuple(order.events.all()), at=at, secret="s")


@pytest.fixture(autouse=True)
def emptied(monkeypatch):
    monkeypatch.setattr(sections, "_FOR_CUSTOMERS", [])
    monkeypatch.setattr(sections, "_FOR_STAFF", [])


def test_sections_stand_in_the_sequence_of_their_places_and_once(about):
    late = Section("late.html", lambda about: {"n": 2}, 20)
    early = Section("early.html", lambda about: {"n": 1}, 10)
    for section in (late, early, late):
        sections.for_customers(section)
    told = [("early.html", {"n": 1}), ("late.html", {"n": 2})]
    assert sections.shown(about) == told


def test_a_section_with_nothing_to_say_takes_no_room(about):
    sections.for_customers(Section("x.html", lambda about: None, 1))
    assert sections.shown(about) == []


def test_the_staff_see_their_own_sections(about, staff):
    sections.for_customers(Section("theirs.html", lambda about: {}, 1))
    sections.for_staff(Section("ours.html", lambda about: {}, 1))
    seen = About(about.order, about.events, at=about.at, by=staff)
    assert sections.shown(seen) == [("ours.html", {})]


def test_what_happened_is_told_without_a_question(about, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert about.happened(Verb.LOST, Verb.PLACED)
        assert not about.happened(Verb.LOST)
