"""What the tests of the last look share: whom they erase, and how they plant."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.db import connection, connections

from privacy import purposes
from privacy.cases.case import Case
from privacy.erasure import scanning
from privacy.purposes import Purpose
from shop.catalogue.models import Department

EMAIL, NAME, LINE = "maya@example.net", "Maya Okafor", "7 Hawthorn Bank"
TOWN = "Stromness"  # not the shop's own, which its policy tells everybody


def found(run, at):
    """Return what one look finds of a run."""
    return scanning.look([run], at=at)[run.pk]


def other_order(buys):
    """Let somebody else order."""
    return buys("bob@example.net", "Bob Birch")


def execute(sql, *params, alias="default"):
    """Run SQL as a careless program would."""
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, params)


def sealed(run):
    """Return what a run looks for."""
    with purposes.using(Purpose.OWN_REQUEST):
        return run.needles


def a_case(person, at, **fields):
    """Return a case of a person."""
    return Case.objects.create(
        reference=f"C-{uuid4().hex[:12]}",
        person=person,
        kind="erase",
        regime="uk",
        received_at=at,
        due_on=at.date() + timedelta(days=30),
        target_on=at.date(),
        **fields,
    )


def department(name):
    """Let the shop write something of its own."""
    return Department.objects.create(name=name, slug=uuid4().hex)


def link_of(run):
    """Return a secret link among what a run looks for."""
    return next(text for text in sealed(run).values if len(text) == 26)


def ids(*numbers):
    """Return ids as the database writes them."""
    return [each if connection.vendor == "postgresql" else each.hex for each in numbers]
