"""Somebody who gives roles, and a colleague who gets them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from privacy.people import Person


@pytest.fixture
def colleague(db):
    """Make somebody of the staff with these roles."""

    def made(email, *roles):
        person = Person.objects.create_user(
            email, "a long enough secret", name="Cleo Clerk", is_staff=True
        )
        person.groups.set(Group.objects.filter(name__in=roles))
        return person

    return made


@pytest.fixture
def administrator(colleague):
    return colleague("ada@example.net", "administrator")


@pytest.fixture
def cleo(colleague):
    return colleague("cleo@example.net", "packing")


@pytest.fixture
def desk(client, administrator):
    """A browser in which the administrator is signed in."""
    client.force_login(administrator)
    return client
