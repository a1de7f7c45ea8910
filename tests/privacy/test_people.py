"""People: one row for an address, found blindly, never named in the open."""

from __future__ import annotations

import threading

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connections, transaction

from privacy import people, purposes
from privacy.people import Person
from privacy.purposes import Purpose


def test_a_guest_is_made_once_and_keeps_the_first_name(db, at):
    one = people.welcome(email="Maya@example.net", name="Maya Okafor", at=at)
    two = people.welcome(email="maya@EXAMPLE.net", name="Somebody Else", at=at)
    assert one == two
    assert not one.has_account
    with purposes.using(Purpose.DELIVERY):
        assert people.find(email="maya@example.net").name == "Maya Okafor"


def test_an_unknown_address_is_nobody(db):
    assert people.find(email="nobody@example.net") is None


def test_one_address_belongs_to_one_person(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create_user("ALICE@example.net")


def test_an_order_at_the_same_time_finds_the_other_ones_guest(db, at, monkeypatch):
    first = people.welcome(email="maya@example.net", name="Maya", at=at)
    answers = iter([None, first])
    monkeypatch.setattr(people, "_held", lambda email: next(answers))
    assert people.welcome(email="maya@example.net", name="Maya", at=at) == first


def test_an_error_of_another_kind_is_not_hidden(db, at, monkeypatch):
    people.welcome(email="maya@example.net", name="Maya", at=at)
    monkeypatch.setattr(people, "_held", lambda email: None)
    with pytest.raises(IntegrityError):
        people.welcome(email="maya@example.net", name="Maya", at=at)


def test_two_threads_make_one_guest(transactional_db, at):
    found = []

    def order():
        try:
            found.append(people.welcome(email="m@example.net", name="M", at=at).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=order) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_djangos_sign_in_works_on_people(alice, bob):
    secret = "a long enough secret"
    assert authenticate(username="Alice@example.net", password=secret) == alice
    assert authenticate(username="alice@example.net", password="wrong") is None
    assert authenticate(username="bob@example.net", password="") is None
    assert authenticate(username="nobody@example.net", password=secret) is None


def test_the_username_says_nothing(alice):
    assert alice.get_username() == str(alice.pk)
    alice.clean()
    assert alice.has_account


def test_an_erased_person_keeps_nothing(alice, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=alice.pk).update(erased_at=at)
    Person.objects.filter(pk=alice.pk).update(
        erased_at=at, email=None, name=None, is_active=False
    )
    assert people.find(email="alice@example.net") is None


def test_a_staff_login_is_made_with_a_password_shown_once(db, capsys):
    call_command("create_staff", "--email", "sam@example.net")
    password = capsys.readouterr().out.strip()
    person = authenticate(username="sam@example.net", password=password)
    assert person.is_staff
    assert len(password) == 27
    with pytest.raises(CommandError):
        call_command("create_staff", "--email", "sam@example.net")
