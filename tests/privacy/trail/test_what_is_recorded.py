"""What staff do is in the trail: looks, searches, decisions, holds, keys, rights."""

from __future__ import annotations

import io
import logging
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db.models import QuerySet
from django.utils import timezone

from privacy import access
from privacy.access import Reason
from privacy.cases import filing, handling, moving
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind as CaseKind
from privacy.encryption import keyfile, keyset
from privacy.people import Person
from privacy.promises.probes import keeping
from privacy.purposes import Purpose
from privacy.regimes.change import RuleChange
from privacy.retention import holding
from privacy.retention.hold import LegalHold
from privacy.retention.holding import NotHeld, Target
from privacy.trail import guarding, heads, tasks, verifying
from privacy.trail.entry import TrailEntry
from privacy.trail.names import people_of

ENTRY, _ = guarding.tables()


def entries(kind):
    """What was recorded: (what, who, fields, why) of each."""
    rows = list(TrailEntry.objects.filter(kind=kind).order_by("position"))
    people = people_of({row.by for row in rows if row.by})
    return [(row.what, people.get(row.by), row.fields, row.why) for row in rows]


@pytest.fixture
def case(alice, at):
    made = filing.file(
        kind=CaseKind.QUESTION,
        email="alice@example.net",
        demand=Demand(words="Where is it?"),
        country="GB",
        at=at,
        person=alice,
    )
    return Case.objects.get(pk=made.pk)


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


# --- Looks, searches, decisions ---------------------------------------------------
def test_a_look_is_recorded_without_its_words(staff, alice, at):
    access.record(
        person=alice,
        by=staff,
        fields=["orders.Order.contact_name"],
        purpose=Purpose.DELIVERY,
        reason=Reason.PROBLEM,
        words="Alice called about her parcel",
        at=at,
    )
    fields = ["orders.Order.contact_name"]
    assert entries("reveal") == [("delivery", staff, fields, "problem")]
    assert "parcel" not in str(list(TrailEntry.objects.values()))


def test_a_search_for_a_request_is_recorded_whatever_it_finds(desk, staff, case):
    for typed in (case.reference, "R-NONE22"):
        desk.get("/staff/privacy/case/find/", {"reference": typed})
    told = ("privacy.Case", staff, ["privacy.Case.reference"], "")
    assert entries("search") == [told, told]
    rows = TrailEntry.objects.filter(kind="search").order_by("position")
    assert [row.row_id for row in rows] == [case.pk, None]


@pytest.mark.parametrize(
    ("typed", "field"),
    [("who@example.net", "contact_email"), ("FW-1", "number")],
)
def test_a_search_for_an_order_is_recorded_and_never_what_was_typed(
    desk, staff, typed, field
):
    desk.post(
        "/staff/orders/order/find/",
        f"q={typed}",
        content_type="application/x-www-form-urlencoded",
    )
    assert entries("search") == [("orders.Order", staff, [f"orders.Order.{field}"], "")]
    assert typed not in str(list(TrailEntry.objects.values()))


def test_what_staff_do_with_a_request_is_recorded(case, staff, at):
    handling.take(case=case, by=staff, at=at)
    handling.put_back(case=case, by=staff, at=at)
    moving.note(case, what="refused", at=at, by=staff, detail={"reason": "spam"})
    assert entries("decision") == [
        ("taken", staff, [], ""),
        ("put_back", staff, [], ""),
        ("refused", staff, [], "spam"),
    ]
    assert {row.row_id for row in TrailEntry.objects.all()} == {case.pk}


def test_what_customers_and_the_program_do_is_not(case, alice, at):
    moving.note(case, what="proved", at=at, by=alice, by_customer=True)
    moving.note(case, what="queued", at=at)
    assert not TrailEntry.objects.exists()


# --- Holds and settings -----------------------------------------------------------
def hold(alice, staff, at, days=10):
    return holding.hold(
        what=Target(alice.pk),
        reason=LegalHold.Reason.CLAIM,
        words="A claim",
        until=at.date() + timedelta(days=days),
        by=staff,
        at=at,
    )


def test_a_hold_and_its_end_are_recorded_once(alice, staff, at):
    made = hold(alice, staff, at)
    assert holding.lift(hold=made, by=staff, at=at)
    assert not holding.lift(hold=made, by=staff, at=at)
    told = (staff, ["privacy.Person"], "claim")
    assert entries("hold") == [("held", *told), ("lifted", *told)]


def test_a_hold_that_is_refused_leaves_no_entry(alice, staff, at):
    Person.objects.filter(pk=alice.pk).update(erasing_since=at)
    with pytest.raises(NotHeld):
        hold(alice, staff, at)
    assert not TrailEntry.objects.exists()


def test_a_changed_rule_is_recorded(desk, staff):
    told = {
        "regime": "uk",
        "rule": "deadline_count",
        "value": "2",
        "source": "A decision",
        "effective_from": (timezone.localdate() + timedelta(days=9)).isoformat(),
    }
    there = "/staff/privacy/rulechange/"
    for where in ("add/", None, "delete"):
        change = RuleChange.objects.first()
        path = f"{there}{change.pk}/change/" if where is None else f"{there}{where}"
        if where == "delete":
            path, told = f"{there}{change.pk}/delete/", {"post": "yes"}
        body = "&".join(f"{name}={value}" for name, value in told.items())
        desk.post(path, body, content_type="application/x-www-form-urlencoded")
    fields = ["uk.deadline_count"]
    assert entries("setting") == [
        ("rule_changed", staff, fields, ""),
        ("rule_corrected", staff, fields, ""),
        ("rule_taken_back", staff, fields, ""),
    ]


# --- Keys, sign-in, rights --------------------------------------------------------
def keys_command(*words):
    call_command("keys", *words, stdout=io.StringIO())


def test_key_operations_are_recorded_and_looking_is_not(own_keys):
    keys_command("list")
    keys_command("add", "--dry-run")
    assert not TrailEntry.objects.exists()
    keys_command("add")
    keys_command("rotate-signing")
    assert [entry[0] for entry in entries("keys")] == ["add", "rotate-signing"]
    assert verifying.verify().is_whole


def test_the_first_key_that_signs_records_itself(own_keys):
    keyfile.change(lambda found: keyset.Keyset(**{**vars(found), "signing": None}))
    keys_command("rotate-signing")
    assert [entry[0] for entry in entries("keys")] == ["rotate-signing"]
    assert verifying.verify().is_whole


def test_staff_who_come_and_go_are_recorded_and_customers_are_not(client, staff, alice):
    for person in (staff, alice):
        client.force_login(person)
        client.logout()
    client.logout()
    assert entries("sign_in") == [
        ("signed_in", staff, [], ""),
        ("signed_out", staff, [], ""),
    ]


def test_a_new_login_for_staff_is_recorded(db):
    call_command("create_staff", email="new@example.net", stdout=io.StringIO())
    [(what, by, fields, _)] = entries("rights")
    assert (what, by) == ("staff_made", None)
    assert fields == ["privacy.Person.is_staff", "privacy.Person.is_superuser"]
    entry = TrailEntry.objects.get()
    assert people_of({entry.about})[entry.about].is_staff


def test_given_and_taken_rights_are_recorded_from_either_side(staff, alice):
    group, right = Group.objects.create(name="Packing"), Permission.objects.first()
    staff.groups.add(group)
    staff.groups.add(group)
    staff.groups.remove(group)
    group.user_set.add(staff, alice)
    group.user_set.clear()
    staff.user_permissions.add(right)
    staff.user_permissions.clear()
    group.permissions.add(right)
    told = ["auth.Group Packing"], [f"auth.Permission {right.codename}"]
    found = [(what, fields) for what, _, fields, _ in entries("rights")]
    assert found == [
        ("given", told[0]),
        ("taken", told[0]),
        *[("given", told[0])] * 2,
        *[("cleared", told[0])] * 2,
        ("given", told[1]),
        ("cleared", ["auth.Permission"]),
        ("given", [*told[0], *told[1]]),
    ]


def test_rights_that_staff_give_in_the_staff_pages_say_who_gave_them(desk, staff, bob):
    QuerySet(Person).filter(pk=bob.pk).update(is_staff=True)
    desk.post(
        f"/staff/privacy/person/{bob.pk}/roles/",
        "roles=packing&email=bob@example.net",
        content_type="application/x-www-form-urlencoded",
    )
    assert entries("rights") == [("given", staff, ["auth.Group packing"], "")]


def test_a_role_that_is_deleted_is_recorded_for_each_who_loses_it(staff):
    group = Group.objects.create(name="Packing")
    group.user_set.add(staff)
    group.delete()
    assert entries("rights")[1:] == [("deleted", None, ["auth.Group Packing"], "")] * 2


def test_what_an_erasure_takes_is_in_the_ledger_and_not_here(alice, at):
    alice.erasing_since = at
    alice.groups.clear()
    assert not TrailEntry.objects.exists()


# --- Each night -------------------------------------------------------------------
def test_the_worker_signs_a_head_and_logs_it(write, caplog):
    write(2)
    with caplog.at_level(logging.INFO):
        tasks.sign_head()
    assert heads.newest().size == 2
    assert bytes(heads.newest().root).hex() in caplog.text


def test_it_signs_nothing_that_was_changed(trail, damage, caplog):
    damage(f"UPDATE {ENTRY} SET why = 'law' WHERE position = 3")
    tasks.sign_head()
    assert heads.newest().number == 1
    assert "Entry 3 was changed." in caplog.text


def test_the_promise_is_measured(trail, damage, at):
    found = keeping.the_trail_is_whole(at + timedelta(days=1))
    assert found.kept
    assert found.counts == {"entries": 10, "heads": 2, "flaws": 0}
    assert found.words.endswith("signed on 23 November 2026.")
    late = keeping.the_trail_is_whole(at + timedelta(days=3))
    assert late.kept is False
    assert late.words.endswith("too long ago.")
    damage(f"UPDATE {ENTRY} SET why = 'law' WHERE position = 3")
    assert keeping.the_trail_is_whole(at).kept is False


def test_before_the_first_head_nothing_is_promised(db, at):
    assert keeping.the_trail_is_whole(at).kept is None
