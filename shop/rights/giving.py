"""Giving staff their roles and taking them: by an administrator, never to oneself.

The trail is told by Django's own signals, whoever changes a group or a flag.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from privacy.people import Person
from privacy.trail import recording, watching
from shop.roles import ROLES

GIVE = "privacy.give_roles"
OWN = "Nobody changes their own roles. Ask another administrator."
GONE = "This person does not work here any more, so there is nothing to give or take."
LOST = "Somebody took this right from you a moment ago."


class NotGiven(Exception):
    """These roles are not changed; the text says why."""


def roles_of(person: Person) -> list[str]:
    """Return the keys of somebody's roles, as the table has them in sequence."""
    held = {group.name for group in person.groups.all()}
    return [key for key in ROLES if key in held]


def change(*, person: Person, roles: Collection[str], by: Person) -> None:
    """Let a member of staff have exactly these roles, and no right beside them.

    Arguments:
        roles: keys of the table.

    Raises NotGiven.
    """
    with _alone(person, by) as fresh:
        groups = {group.name: group for group in Group.objects.filter(name__in=ROLES)}
        held, wanted = set(roles_of(fresh)), set(roles)
        fresh.groups.remove(*[groups[key] for key in ROLES if key in held - wanted])
        fresh.groups.add(*[groups[key] for key in ROLES if key in wanted - held])
        _clear(fresh.user_permissions)


def end_set_up(*, person: Person, by: Person) -> None:
    """Take from a superuser what roles don't give. Raises NotGiven."""
    with _alone(person, by) as fresh:
        fresh.is_superuser = False
        fresh.save(update_fields=["is_superuser"])


def end_access(*, person: Person, by: Person) -> None:
    """Let somebody who leaves into no staff page any more. Raises NotGiven."""
    with _alone(person, by) as fresh:
        _clear(fresh.groups)
        _clear(fresh.user_permissions)
        fresh.is_staff = fresh.is_superuser = False
        fresh.save(update_fields=["is_staff", "is_superuser"])


def _clear(held: Any) -> None:
    """Take all of it, if there is anything: the trail is told even of nothing."""
    if held.exists():
        held.clear()


@contextmanager
def _alone(person: Person, by: Person) -> Iterator[Person]:
    """Change rights one at a time: of two who take each other's, the second may not.

    So somebody who gives roles is always left.
    """
    if person.pk == by.pk:
        raise NotGiven(OWN)
    with transaction.atomic(), watching.acting(by):
        recording.one_at_a_time()
        if not Person.objects.get(pk=by.pk).has_perm(GIVE):
            raise NotGiven(LOST)
        fresh = Person.objects.filter(pk=person.pk, is_staff=True).first()
        if fresh is None or fresh.erasing_since is not None:
            raise NotGiven(GONE)
        yield fresh
