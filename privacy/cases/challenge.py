"""One try to prove who somebody is: a code that was mailed, or facts of an order."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from privacy.cases.case import Case
from privacy.identifiers import new_id


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    """Challenges that can still be tried."""

    def open(self, *, at: datetime, since: datetime | None = None) -> ChallengeQuerySet:
        """Return those made after `since` that are neither passed, over nor used up."""
        most = Challenge.MOST_TRIES
        rows = self.filter(passed_at=None, expires_at__gt=at, tries__lt=most)
        return rows.filter(made_at__gt=since) if since else rows


class Challenge(models.Model):
    """A step of the identity ladder of one case."""

    class Rung(models.TextChoices):
        """How identity is proved, from the weakest to the strongest."""

        CODE = "code", "A code sent to the address on record"
        FACTS = "facts", "Facts of an order"
        SIGN_IN = "sign_in", "A fresh sign-in"
        NEW = "new", "A code sent to a new address"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="challenges")
    rung = models.CharField(max_length=8, choices=Rung.choices)
    # A keyed digest of the code: the code itself is in one letter and nowhere else.
    code_digest = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True)

    MOST_TRIES: ClassVar[int] = 3

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        """No more tries than three, whoever counts."""

        constraints = (
            models.CheckConstraint(condition=Q(tries__lte=3), name="three_tries"),
        )

    class PersonalData:
        """A digest of a random code, and counts."""

        not_personal = (
            *("id", "case", "rung", "code_digest", "tries"),
            *("made_at", "expires_at", "passed_at"),
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"challenge {self.pk}"

    @property
    def tries_left(self) -> int:
        """How often it can still be tried."""
        return self.MOST_TRIES - self.tries
