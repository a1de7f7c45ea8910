"""Breaking a promise on purpose turns exactly that promise."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from privacy import (
    access,
    consent,
    declarations,
    disclosure,
    guarding,
    purposes,
    recipients,
    retention,
)
from privacy.cases import filing
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind, State
from privacy.disclosure.refusals import RefusedConnection
from privacy.encryption import canary, envelope, keys
from privacy.encryption.keyset import KeysetError
from privacy.erasure.run import Run
from privacy.people import Person
from privacy.promises.probes import keeping, others
from privacy.purposes import Purpose
from privacy.regimes import table
from tests.diary.models import Page


def test_nothing_is_broken_in_a_shop_that_works(turned):
    assert turned() == set()


def test_a1_a_value_without_a_purpose(turned, monkeypatch):
    idle = (
        declarations.of(Page)
        .personal["mood"]
        .__class__(
            category="user.content.private",
            purposes=(),
            why="For nothing",
            retention=declarations.of(Page).personal["mood"].retention,
            in_clear="A word",
        )
    )
    monkeypatch.setattr(Page.PersonalData, "mood", idle)
    declarations.of.cache_clear()
    try:
        assert turned() == {"A1"}
    finally:
        monkeypatch.undo()
        declarations.of.cache_clear()


@pytest.mark.parametrize(
    "wish",
    [
        "ALTER TABLE orders_order ADD COLUMN birthday varchar(10)",
        "CREATE TABLE visitors (address varchar(40))",
    ],
)
def test_a2_a_column_that_nobody_declared(turned, wish):
    with connection.cursor() as cursor:
        cursor.execute(wish)
    assert turned() == {"A2"}


def test_a4_laws_that_nobody_read_for_a_year(turned, monkeypatch, at):
    long_ago = at.date() - timedelta(days=401)
    old = dataclasses.replace(table.current(), changes=(), reviewed_on=long_ago)
    monkeypatch.setattr(table, "current", lambda: old)
    assert turned() == {"A4"}


def test_b1_a_value_that_opens_for_nothing(turned, monkeypatch):
    monkeypatch.setattr(
        purposes, "suspended", lambda: purposes.using(Purpose.OWN_REQUEST)
    )
    assert turned() == {"B1"}


@pytest.fixture
def agreed(alice, at):
    """A consent of Alice's."""
    words = consent.sentence(recipients.get("carrier"))
    return consent.give(person=alice, recipient="carrier", sentence=words, at=at)


@pytest.mark.parametrize("wrong", ["early", "late", "whose", "recipient"])
def test_b2_something_that_left_without_a_consent_that_stood(
    turned, alice, bob, agreed, at, wrong
):
    hour = timedelta(hours=1)
    consent.withdraw(consent=agreed, at=at + hour)
    disclosure.Disclosure.objects.create(
        person=bob if wrong == "whose" else alice,
        recipient="books" if wrong == "recipient" else "carrier",
        fields=["contact_name"],
        purpose=Purpose.DELIVERY,
        consent=agreed,
        at=at + {"early": -hour, "late": 2 * hour}.get(wrong, timedelta()),
    )
    assert turned() == {"B2"}


def test_b2_what_left_before_the_consent_was_withdrawn_is_no_breach(
    turned, alice, agreed, at
):
    disclosure.disclose(
        person=alice,
        recipient="carrier",
        fields=["contact_name"],
        purpose=Purpose.DELIVERY,
        consent=agreed,
        at=at,
        by=None,
    )
    disclosure.tell(
        person=alice, recipient="carrier", request=uuid4(), about=uuid4(), at=at
    )
    consent.withdraw(consent=agreed, at=at + timedelta(hours=1))
    assert turned() == set()


def test_b2_a_process_that_could_connect_to_anybody(turned, monkeypatch):
    monkeypatch.setattr(guarding, "holds", lambda: False)
    assert turned() == {"B2"}


def test_refused_connections_are_told_and_break_nothing(guarded, db, at):
    RefusedConnection.objects.create(kind="socket.connect", times=12, at=at)
    found = others.nothing_passes_the_door(at)
    assert (found.kept, found.counts) == (True, {"refused": 12})
    assert found.words.startswith("12 connections")


@pytest.mark.parametrize("moved", [False, True])
def test_c1_a_value_in_clear_or_of_another_row(turned, alice, bob, moved):
    stored = Person.objects.values_list("pk").get(pk=bob.pk)
    with connection.cursor() as cursor:
        name = b"Alice Ashdown"
        if moved:
            row = Person._base_manager.get(pk=bob.pk)
            name = bytes(vars(row)["name"])
        cursor.execute(
            "UPDATE privacy_person SET name = %s WHERE id = %s",
            [name, Person._meta.pk.get_db_prep_value(alice.pk, connection)],
        )
    assert stored
    assert turned() == {"C1"}


def test_c1_a_value_that_opens_in_any_row(turned, monkeypatch):
    place = envelope.place
    here = {}

    def anywhere(context, subject, number):
        return here.setdefault(context, place(context, subject, number))

    monkeypatch.setattr(envelope, "place", anywhere)
    assert turned() == {"C1"}


def test_c1_a_value_whose_key_was_destroyed_is_no_breach(turned, alice, at):
    keys.destroy(alice.pk, at=at)
    assert turned() == set()


def test_c1_keys_that_are_not_those_of_the_database(turned, monkeypatch):
    def wrong(keys):
        raise KeysetError("The key-encryption key 'a' is another one.")

    monkeypatch.setattr(canary, "verify", wrong)
    assert turned() == {"C1"}


def closed(case, kind, at, **told):
    """Write a case down as done, past all that guards it."""
    Case.objects.filter(pk=case.pk).update(
        kind=kind,
        state=State.FULFILLED,
        acknowledged_at=at,
        closed_at=at,
        identity_proven_at=at,
        **told,
    )


@pytest.fixture
def case(alice, at):
    """A case that was filed a moment ago."""
    return filing.file(
        kind=Kind.ERASE, email="a@example.net", demand=Demand(), country="GB", at=at
    )


def test_c3_an_erasure_that_one_person_decided(turned, case, staff, at):
    closed(case, Kind.ERASE, at, plan_hash="0" * 64, approved_at=at, approved_by=staff)
    assert turned() == {"C3"}


def test_c4_a_look_without_a_reason(turned, alice, staff, at):
    access.Access.objects.create(
        holder_id=alice.pk,
        person=alice,
        by=staff,
        fields=["name"],
        purpose=Purpose.AFTER_SALES,
        at=at,
    )
    assert turned() == {"C4"}


@pytest.mark.parametrize("age", [{"backup": 37}, {"drill": 101 * 24}])
def test_c5_backups_that_are_too_old(turned, backed_up, age):
    backed_up(**{name: timedelta(hours=hours) for name, hours in age.items()})
    assert turned() == {"C5"}


@pytest.mark.parametrize("silent", [False, True])
def test_d2_a_request_that_waits_too_long(turned, case, at, silent):
    day = at.date() - timedelta(days=1)
    told = {"due_on": day, "acknowledged_at": at}
    if silent:
        told = {"received_at": at - timedelta(hours=2)}
    Case.objects.filter(pk=case.pk).update(**told)
    assert turned() == {"D2"}


def test_d3_something_done_without_proof(turned, case, at):
    closed(case, Kind.COPY, at)
    Case.objects.filter(pk=case.pk).update(identity_proven_at=None)
    assert turned() == {"D3"}


@pytest.mark.parametrize("left", [{}, {"privacy.Person.name": 1}])
def test_d4_an_erasure_that_is_late_or_left_something(turned, alice, at, left):
    Run.objects.create(
        subject_id=alice.pk,
        plan={},
        plan_hash="0" * 64,
        findings=left,
        queued_at=at - timedelta(days=2),
        finished_at=at if left else None,
    )
    assert turned() == {"D4"}


def test_d4_a_value_past_its_date(turned, monkeypatch):
    late = {"orders.Order.contact_name": 1}
    monkeypatch.setattr(retention, "overdue", lambda *, at: late)
    assert turned() == {"D4"}


def test_c5_is_not_checked_while_nobody_writes_down_the_backups(settings, at, db):
    settings.BACKUP_STATUS = "/nowhere/backups.json"
    assert keeping.backups_are_fresh(at).kept is None
