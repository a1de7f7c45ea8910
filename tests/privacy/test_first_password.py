"""The password that a staff login is made with ends, and never becomes the own one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.utils import timezone

from privacy import people
from privacy.models import Person
from privacy.signing_in import FIRST_PASSWORD

LATE = FIRST_PASSWORD + timedelta(minutes=1)


@pytest.fixture
def made(db, settings, capsys):
    """A login as it is made, in a shop that is no demo, and its password."""
    settings.DEMO = False
    call_command("create_staff", "--email", "sam@example.net")
    return people.find(email="sam@example.net"), capsys.readouterr().out.strip()


def known(password):
    return authenticate(username="sam@example.net", password=password)


def as_old_as(person, age, **changed):
    begun = timezone.now() - age
    Person.objects.filter(pk=person.pk).update(created_at=begun, **changed)


def test_it_works_for_a_week_and_not_longer(made):
    person, password = made
    as_old_as(person, FIRST_PASSWORD - timedelta(minutes=1))
    assert known(password) == person
    as_old_as(person, LATE)
    assert known(password) is None


def test_a_session_that_it_began_ends_with_it(made, client):
    person, _password = made
    client.force_login(person)
    assert client.get("/staff/").status_code != 302
    as_old_as(person, LATE)
    assert "/login/" in client.get("/staff/").url


@pytest.mark.parametrize("choice", ["changed_at", "email_proven_at"])
def test_a_password_of_ones_own_lasts(made, choice):
    person, password = made
    as_old_as(person, LATE, **{choice: timezone.now()})
    assert known(password) == person


def test_it_is_for_staff_alone_and_lasts_in_the_demo(made, alice, settings):
    person, password = made
    as_old_as(alice, LATE)
    found = authenticate(username="alice@example.net", password="a long enough secret")
    assert found == alice
    as_old_as(person, LATE)
    settings.DEMO = True
    assert known(password) == person


def test_it_is_random(made, capsys):
    _person, password = made
    call_command("create_staff", "--email", "kim@example.net")
    other = capsys.readouterr().out.strip()
    assert other != password
    assert len(other) == len(password) == 27
