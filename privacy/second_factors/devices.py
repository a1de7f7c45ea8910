"""Browsers in which somebody of the staff showed a second factor before.

A cookie with a random number says so. It makes the letter about a new browser rare
enough to be read, and lets its owner in while a stranger tries codes from elsewhere.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from privacy.copies import wording
from privacy.declarations import Erasure, Personal, Retention
from privacy.identifiers import new_id
from privacy.purposes import Purpose

if TYPE_CHECKING:
    from privacy.people import Person

COOKIE = f"{settings.COOKIE_PREFIX}device"
LIFE = timedelta(days=180)


class KnownDevice(models.Model):
    """One browser of one person: the hash of what its cookie says."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_devices"
    )
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager[KnownDevice]] = models.Manager()

    class Meta:
        """Two people may share a browser."""

        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=["person", "digest"], name="one_device_a_browser"
            ),
        )

    class PersonalData:
        """A random number's hash, and whose browser it is in."""

        subject = "person_id"
        about = "Browsers that you signed in with"
        digest = Personal(
            what="A hash of the number in the device cookie",
            category="user.device.cookie_id",
            purposes=(Purpose.OWN_REQUEST, Purpose.OFFICIAL_NOTICE),
            why="To write to you when somebody signs in from another browser",
            retention=Retention(
                after="used_at", months=6, words="six months after you last used it"
            ),
            erasure=Erasure.DELETE_ROW,
            in_clear="It is a hash of a random number, compared in a query",
        )
        not_personal = ("id", "person", "used_at")

    def __str__(self) -> str:
        """Name the row."""
        return f"device {self.pk}"


def is_known(person: Person, number: str) -> bool:
    """Tell whether `person` showed a factor in the browser with this number."""
    return bool(number) and _rows(person, number).exists()


def remember(person: Person, number: str, *, at: datetime) -> tuple[str, bool]:
    """Return the number for the browser's cookie, and whether the browser is new."""
    if number and _rows(person, number).update(used_at=at):
        return number, False
    # A number that we never gave out was put there by somebody who knows it.
    ours = KnownDevice.objects.filter(digest=_digest(number)).exists()
    made = number if ours else secrets.token_urlsafe(24)
    KnownDevice.objects.create(person=person, digest=_digest(made), used_at=at)
    return made, True


def _rows(person: Person, number: str) -> models.QuerySet[KnownDevice]:
    return KnownDevice.objects.filter(person=person, digest=_digest(number))


def _digest(number: str) -> str:
    return hashlib.sha256(number.encode("utf-8", "surrogatepass")).hexdigest()


wording.withhold("privacy.KnownDevice", "digest", "it only compares cookies")
