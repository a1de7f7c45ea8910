"""Who becomes staff or a superuser, and who stops being it, is told, whatever way."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from privacy.people import Person
from privacy.trail import recording, watching
from privacy.trail.entry import TrailEntry
from privacy.trail.names import people_of

STAFF, SUPERUSER = "privacy.Person.is_staff", "privacy.Person.is_superuser"


def told():
    """What was recorded about rights: (what, about, fields) of each."""
    rows = list(TrailEntry.objects.filter(kind="rights").order_by("position"))
    people = people_of({row.about for row in rows if row.about})
    return [(row.what, people.get(row.about), row.fields) for row in rows]


def silently(person, **flags):
    QuerySet(Person).filter(pk=person.pk).update(**flags)
    person.refresh_from_db()


@pytest.mark.parametrize(
    "fields", [["is_staff", "is_superuser"], ["is_superuser", "is_staff", "name"], None]
)
def test_flags_that_are_saved_are_recorded_once(alice, fields):
    silently(alice, is_staff=True)
    alice.is_staff, alice.is_superuser = False, True
    alice.save(update_fields=fields)
    alice.save(update_fields=fields)
    assert told() == [("given", alice, [SUPERUSER]), ("taken", alice, [STAFF])]


def test_a_save_that_writes_no_flag_records_none(alice):
    alice.is_staff = True
    alice.save(update_fields=["name"])
    assert told() == []


def test_customers_are_made_and_saved_without_a_word(alice, bob):
    alice.save()
    Person.objects.bulk_create([Person(email="new@example.net")])
    Person.objects.update(is_staff=False, is_superuser=False)
    assert told() == []


def test_making_or_saving_a_customer_reads_no_flags(db, alice):
    with CaptureQueriesContext(connection) as seen:
        Person(email="new@example.net").save(force_insert=True)
        alice.save(update_fields=["name", "password"])
    assert not [q for q in seen.captured_queries if q["sql"].startswith("SELECT")]


def test_staff_who_are_made_are_recorded(db):
    one = Person.objects.create_user("one@example.net", is_staff=True)
    two = Person.objects.create_superuser("two@example.net")
    three = Person(email="three@example.net", is_superuser=True)
    Person.objects.bulk_create([three, Person(email="four@example.net")])
    assert told() == [
        ("staff_made", one, [STAFF]),
        ("staff_made", two, [STAFF, SUPERUSER]),
        ("staff_made", three, [SUPERUSER]),
    ]


def test_flags_of_many_rows_are_recorded_for_those_that_change(alice, bob):
    silently(alice, is_staff=True)
    Person.objects.update(is_staff=True)
    Person.objects.filter(pk=alice.pk).update(is_staff=False, is_superuser=True)
    assert told() == [
        ("given", bob, [STAFF]),
        ("taken", alice, [STAFF]),
        ("given", alice, [SUPERUSER]),
    ]


def test_a_flag_that_is_worked_out_in_the_database_is_refused(alice):
    alice.is_staff = True
    with pytest.raises(FieldError, match="is_staff"), transaction.atomic():
        Person.objects.bulk_update([alice], ["is_staff"])
    assert not Person.objects.filter(is_staff=True).exists()


def test_what_cannot_be_recorded_is_not_done(alice, monkeypatch):
    def broken(**told):
        raise RuntimeError

    monkeypatch.setattr(recording, "record", broken)
    alice.is_staff = True
    for change in (alice.save, lambda: Person.objects.update(is_staff=True)):
        with pytest.raises(RuntimeError):
            change()
    assert not Person.objects.filter(is_staff=True).exists()


def test_whoever_acts_is_named(alice, staff):
    with watching.acting(staff):
        Person.objects.filter(pk=alice.pk).update(is_staff=True)
    assert people_of({TrailEntry.objects.get().by}) != {}


def test_what_an_erasure_takes_is_not_here(alice, at):
    silently(alice, is_superuser=True, erasing_since=at)
    Person.objects.filter(pk=alice.pk).update(is_superuser=False)
    assert told() == []


# --- The command ------------------------------------------------------------------
def made(**options):
    out, error = io.StringIO(), io.StringIO()
    call_command(
        "create_staff", email="new@example.net", stdout=out, stderr=error, **options
    )
    return Person.objects.get(email="new@example.net"), error.getvalue()


def test_the_command_makes_a_login_with_roles(db):
    person, said = made(role=["packing", "accounting"])
    assert (person.is_staff, person.is_superuser, said) == (True, False, "")
    assert {group.name for group in person.groups.all()} == {"packing", "accounting"}
    assert told() == [
        ("staff_made", person, [STAFF]),
        ("given", person, ["auth.Group accounting", "auth.Group packing"]),
    ]


def test_without_a_role_it_makes_a_superuser_and_says_what_that_is_for(db):
    person, said = made()
    assert person.is_superuser
    assert "for setting the shop up" in said


def test_a_role_there_is_not_makes_nobody(db):
    with pytest.raises(CommandError, match=r"no role 'boss'\. These are: .*packing"):
        made(role=["packing", "boss"])
    assert not Person.objects.exists()
