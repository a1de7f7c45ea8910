"""Versions are published once, in force from a day, and stay as they are."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.apps import apps as every_app
from django.db import DatabaseError, connection, transaction

from shop.policy import in_force, publishing, writing
from shop.policy.publishing import FIRST, CannotPublish
from shop.policy.standing import State, day
from shop.policy.text import digest
from shop.policy.version import PolicyVersion


def test_a_new_shop_has_its_first_version(db):
    version = PolicyVersion.objects.get()
    assert version.number == 1
    assert version.summary == FIRST
    assert version.in_force_from == version.published_at
    assert version.is_whole
    assert version.text == writing.written()


def test_the_first_version_is_published_once(db, at):
    assert publishing.publish_first(at=at) is None
    publishing.after_migrating(using="default", apps=every_app)
    assert PolicyVersion.objects.count() == 1


class Before:
    """Apps as they were before there were versions."""

    def get_model(self, *label):
        raise LookupError


def test_a_database_without_the_table_is_left_alone(db, monkeypatch):
    monkeypatch.setattr(publishing, "publish_first", lambda *, at: 1 / 0)
    publishing.after_migrating(using="default", apps=Before())
    publishing.after_migrating(using="vault", apps=every_app)


def test_a_change_that_takes_something_waits_for_thirty_days(published, at, december):
    version = published()
    assert version.number == 2
    assert day(version.in_force_from) == "22 December 2026"
    assert PolicyVersion.objects.in_force(at=at).number == 1
    assert PolicyVersion.objects.in_force(at=version.in_force_from).number == 2


def test_it_can_not_come_before_people_were_told(published, at):
    with pytest.raises(CannotPublish, match="2026-12-06 at the earliest"):
        published(on=date(2026, 12, 5))
    assert published(on=date(2026, 12, 6)).number == 2


def test_a_change_that_takes_nothing_is_in_force_a_minute_later(published, at):
    version = published(takes=False)
    assert version.in_force_from == at + in_force.SOONEST
    later = published(
        writing.written(), takes=False, on=date(2026, 11, 24), at=at + timedelta(1)
    )
    assert day(later.in_force_from) == "24 November 2026"


@pytest.mark.parametrize("summary", ["", "  \n ", "x" * 301])
def test_it_says_in_one_line_what_changed(published, summary):
    with pytest.raises(CannotPublish):
        published(summary=summary)
    assert published(summary="Two\n lines ").summary == "Two lines"


def test_the_same_text_is_not_published_twice_in_a_row(published):
    with pytest.raises(CannotPublish, match="version 1 says already"):
        published(writing.written())
    published()
    with pytest.raises(CannotPublish, match="version 2 says already"):
        published()


def test_a_later_version_takes_the_place_of_one_that_was_announced(published, at):
    announced = published()
    instead = published(writing.written()[1:], takes=False)
    assert instead.before().number == 1
    assert announced.before().number == 1
    far = announced.in_force_from + timedelta(days=1)
    assert PolicyVersion.objects.in_force(at=far) == instead


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE shop_policyversion SET summary = 'Nothing'",
        "UPDATE shop_policyversion SET number = 9",
        "DELETE FROM shop_policyversion",
        "TRUNCATE shop_policyversion CASCADE",
    ],
)
def test_the_database_changes_and_deletes_no_version(db, statement):
    if connection.vendor == "sqlite" and statement.startswith("TRUNCATE"):
        # The other three statements are refused there; this one is no SQL to it.
        pytest.skip("SQLite has no TRUNCATE.")
    with pytest.raises(DatabaseError, match="stays as it was"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert PolicyVersion.objects.get(number=1).is_whole


def test_a_text_that_was_changed_all_the_same_is_noticed(db):
    version = PolicyVersion.objects.get()
    version.sections[0]["says"].append("We sell it.")
    assert not version.is_whole


# --- How the program stands ----------------------------------------------------------


def test_the_program_is_in_step(db, stands):
    assert stands().state is State.IN_STEP
    assert stands().differs.count == 0


def test_a_program_that_changes_is_noticed(db, stands, program_says, other_text):
    program_says(other_text)
    assert stands().state is State.UNPUBLISHED
    assert stands().differs.count == 2
    assert "version 1 binds us" in stands().words


def test_a_program_that_comes_before_its_version_is_noticed(
    stands, published, program_says, other_text
):
    program_says(other_text)
    version = published()
    assert stands().state is State.AHEAD
    assert "in force from 22 December 2026" in stands().words
    assert stands().announced == version
    there = stands(version.in_force_from)
    assert there.state is State.IN_STEP
    assert there.announced is None


def test_a_program_that_comes_after_its_version_is_noticed(stands, published):
    version = published()
    assert stands().state is State.IN_STEP
    late = stands(version.in_force_from)
    assert late.state is State.BEHIND
    assert late.words == (
        "The program still does what version 1 says. Version 2 binds us."
    )


def test_a_text_that_is_back_is_in_step(stands, published, at):
    published(takes=False)
    back = published(writing.written(), takes=False)
    assert digest(back.text) == PolicyVersion.objects.get(number=1).sha256
    assert stands(back.in_force_from).says == back


def test_before_anything_is_published_it_says_so(stands, monkeypatch):
    monkeypatch.setattr(PolicyVersion, "objects", PolicyVersion.objects.none())
    assert stands().state is State.NOTHING
    assert stands().shown == writing.written()


# --- The number that orders remember ------------------------------------------------


def test_the_number_in_force_is_remembered(db, at, django_assert_num_queries):
    assert in_force.number(at=at) == 1
    with django_assert_num_queries(0):
        assert in_force.number(at=at) == 1


def test_the_number_changes_at_its_moment(published, at):
    version = published(takes=False)
    assert in_force.number(at=at) == 1
    assert in_force.number(at=version.in_force_from) == 2


def test_memory_is_younger_than_a_new_version_takes():
    assert in_force.SOONEST.total_seconds() > in_force.KEPT_FOR


def test_it_is_none_before_any_and_asks_again(monkeypatch, at, db):
    monkeypatch.setattr(PolicyVersion, "objects", PolicyVersion.objects.none())
    assert in_force.number(at=at) is None
    monkeypatch.undo()
    assert in_force.number(at=at) == 1


def test_two_at_once_make_one_version(transactional_db, published):
    ready, found = Barrier(2), []

    def work():
        ready.wait()
        try:
            found.append(published().number)
        except CannotPublish as no:
            found.append(str(no))
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found.count(2) == 1
    assert PolicyVersion.objects.count() == 2
