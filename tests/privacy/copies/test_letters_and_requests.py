"""Letters and requests are shown as a part of what is held, without what they open."""

from __future__ import annotations

from privacy.copies import gathering, wording
from tests.privacy.copies.held import group, value


def test_a_letter_about_a_request_is_its_part_and_shown(case, letter, alice, at):
    letter("We have your request.", case=case, template="cases/received")
    rows = group(gathering.held(alice, at), "privacy.Letter").rows
    assert [row.part_of for row in rows] == [case.pk]
    assert rows[0].title == "Letter of 22 November 2026"
    assert rows[0].values[0].lines == ("About you", "We have your request.")


def test_a_letter_of_somebody_elses_request_is_not_shown(case, letter, bob, at):
    letter("We have your request.", case=case, template="cases/received")
    assert group(gathering.held(bob, at), "privacy.Letter") is None


def test_a_letter_shows_neither_its_links_nor_its_codes(letter, alice, at):
    letter("Look: https://shop.example.net/orders/s3cr3t/\nSee you, 120 500.")
    letter("Your code is 482913 or 482 913.", person=alice, template="cases/code")
    rows = group(gathering.held(alice, at), "privacy.Letter").rows
    told = sorted((row.values[0] for row in rows), key=lambda each: -len(each.lines))
    assert told[0].lines[1:] == (f"Look: {wording.LEFT_OUT}", "See you, 120 500.")
    codes = f"Your code is {wording.LEFT_OUT} or {wording.LEFT_OUT}."
    assert told[1].data == {"subject": "About you", "text": codes}


def test_a_request_says_who_wrote_what(case, alice, at):
    groups = gathering.held(alice, at)
    assert group(groups, "privacy.Case").rows[0].title == f"Request {case.reference}"
    demand = value(groups, "privacy.Case.demand")
    assert demand.where_from == "you, on 22 November 2026"
    assert value(groups, "privacy.Case.answer").where_from == "us, when we answered"
    assert value(groups, "privacy.Case.link").where_from == "us, at random"
