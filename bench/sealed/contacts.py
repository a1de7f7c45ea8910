"""The people that are measured with, and the plain table that all are compared to.

Imported by every process, so it knows no encryption.
"""

from __future__ import annotations

from django.db import models

from privacy.identifiers import new_id

AT_ONCE = 1_000
"""Rows of one INSERT, for everybody."""


class PlainContact(models.Model):
    """A contact as Django keeps it: the same row id, owner, parts and index as ours.

    The address stands in columns, as Django shops have it. As JSON it would cost plain
    Django more, and the comparison would flatter us.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.UUIDField()
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, db_index=True)
    line1 = models.CharField(max_length=200)
    city = models.CharField(max_length=100)
    postcode = models.CharField(max_length=20)

    class Meta:
        """Each process has a table of its own."""

        abstract = True

    class PersonalData:
        """Nobody's: the people are invented."""

        not_personal = ("id", "person", "name", "email", "line1", "city", "postcode")

    def __str__(self) -> str:
        """Name the row."""
        return f"contact {self.pk}"


def reached(number: int) -> dict[str, str]:
    """Return the name and the e-mail address of an invented person."""
    return {"name": f"Maya Okafor {number}", "email": f"maya{number}@example.net"}


def living(number: int) -> dict[str, str]:
    """Return the parts of their address."""
    return {
        "line1": f"{number} Hawthorn Bank",
        "city": "Edinburgh",
        "postcode": "EH6 6QZ",
    }


def read_plain(row: PlainContact) -> object:
    """Touch every personal value of a row that has a column for each."""
    return row.name, row.email, read_plain_address(row)


def read_plain_address(row: PlainContact) -> object:
    """Touch the parts of the address."""
    return row.line1, row.city, row.postcode
