"""The notice of a new version to one person: whether the letter was written, and seen.

The rows are made in the transaction that publishes, one for everybody who has an
account at that moment. So nobody is left out, and nobody who comes later is told.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from privacy.declarations import Erasure, Personal, Retention
from privacy.identifiers import new_id
from privacy.people import Person
from privacy.purposes import Purpose
from shop.policy.version import SHOWN_FOR, PolicyVersion

_TWO_YEARS = Retention(
    after="added_at", months=24, words="two years after the version was published"
)


class NoticeQuerySet(models.QuerySet["PolicyNotice"]):
    """Notices."""

    def waiting(self) -> NoticeQuerySet:
        """Return those without a letter whose person can still get one."""
        return self.filter(
            told_at=None,
            person__erasing_since=None,
            person__email_index__isnull=False,
        )

    def to_show(self, person: Person, *, at: datetime) -> NoticeQuerySet:
        """Return what the account shows: not put away, and still news."""
        return self.filter(person=person, seen_at=None).filter(
            Q(added_at__gt=at - SHOWN_FOR) | Q(version__in_force_from__gt=at)
        )


class PolicyNotice(models.Model):
    """One person is told of one version, once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="notices")
    added_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = NoticeQuerySet.as_manager()

    class Meta:
        """Nobody is told twice; those who wait are few."""

        constraints = (
            models.UniqueConstraint(
                fields=["person", "version"], name="one_notice_for_a_version"
            ),
        )
        indexes = (
            models.Index(fields=["added_at"], name="policy_notice_by_time"),
            models.Index(
                fields=["id"], condition=Q(told_at=None), name="policy_notice_waiting"
            ),
        )

    class PersonalData:
        """Two times; the version's words are everybody's."""

        subject = "person_id"
        about = "Notices of a new privacy policy"
        moment = "added_at"
        told_at = Personal(
            what="When we wrote to you",
            category="user.account",
            purposes=(Purpose.OFFICIAL_NOTICE, Purpose.OWN_REQUEST),
            why="To tell you once of each new version, and to be able to show it",
            retention=_TWO_YEARS,
            erasure=Erasure.DELETE_ROW,
            in_clear="A time that is compared in queries",
        )
        seen_at = Personal(
            what="When you put the notice away",
            category="user.account",
            purposes=(Purpose.OFFICIAL_NOTICE, Purpose.OWN_REQUEST),
            why="To show it to you no longer",
            retention=_TWO_YEARS,
            erasure=Erasure.DELETE_ROW,
            in_clear="A time that is compared in queries",
        )
        not_personal = ("id", "version", "added_at")

    def __str__(self) -> str:
        """Name the row."""
        return f"policy notice {self.pk}"
