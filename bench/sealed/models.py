"""The same contact twice: in plain columns, and sealed as the shop seals it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from bench.sealed.contacts import PlainContact
from privacy.declarations import Personal, Retention
from privacy.encryption.fields import (
    EncryptedEmailField,
    EncryptedJSONField,
    EncryptedTextField,
)
from privacy.encryption.indexing import BlindIndexField
from privacy.encryption.sealed import SealedModel
from privacy.purposes import Purpose

_KEPT = Retention(after="id", words="until the end of the measurement")


def _said(category: str) -> Personal:
    return Personal(category, (Purpose.DELIVERY,), "To measure", _KEPT)


@dataclass(frozen=True)
class Place:
    """The parts of an address, which travel together."""

    line1: str
    city: str
    postcode: str


class Plain(PlainContact):
    """A contact as Django keeps it."""


class SealedContact(SealedModel):
    """A contact as the shop keeps it, each under a key of its own."""

    person = models.UUIDField()
    name = EncryptedTextField(context="bench.name", max_length=200)
    email = EncryptedEmailField(context="bench.email")
    email_index = BlindIndexField(source="email", context="bench.email", db_index=True)
    place = EncryptedJSONField(context="bench.place", type=Place)

    class Meta:
        """The tables below have the same columns."""

        abstract = True

    class PersonalData:
        """Declared as any other."""

        subject = "person"
        name = _said("user.name")
        email = _said("user.contact.email")
        place = _said("user.contact.address")
        not_personal = ("id", "email_index")


class Sealed(SealedContact):
    """What is compared with plain columns."""


class Few(SealedContact):
    """A small table, to find people in."""


class Many(SealedContact):
    """A large one, to find the same people in."""
