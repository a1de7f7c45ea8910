"""A legal hold: rows that stay past their date, for a reason, until a day."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from privacy.declarations import Keep, Personal, Retention
from privacy.encryption.fields import EncryptedTextField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.purposes import Purpose

_MONTHS = 24
_RECORD = Keep(
    ground="We have to be able to show why we kept something (GDPR Art. 5(2))",
    months=_MONTHS,
)
_PURPOSES = (Purpose.OWN_REQUEST, Purpose.OFFICIAL_NOTICE)


def _told(what: str, why: str, in_clear: str = "") -> Personal:
    """Declare one fact of a hold: kept for two years after it, for the record."""
    return Personal(
        what=what,
        category="user.content.private",
        purposes=_PURPOSES,
        why=why,
        retention=Retention(
            after="ends_on", months=_MONTHS, words="two years after it ends"
        ),
        erasure=_RECORD,
        in_clear=in_clear,
    )


class LegalHoldQuerySet(SealedQuerySet):
    """Holds."""

    def standing(self, *, on: date) -> LegalHoldQuerySet:
        """Return those that stop anything on a day: not over, not lifted."""
        return self.filter(ends_on__gte=on, lifted_at=None)


class LegalHold(SealedModel):
    """One hold: on all rows of a person, or on one row and what belongs to it.

    It has a key of its own, since a request may be held before anybody knows whose it
    is. It ends by itself after its last day.
    """

    class Reason(models.TextChoices):
        """What the law knows as a reason (GDPR Art. 17(3)(b) and (e))."""

        CLAIM = "claim", "A legal claim is open"
        COURT = "court", "A court or an authority asks for it"
        TAX = "tax", "A tax inspection needs it"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="holds", null=True
    )
    # One row, by its model ("orders.Order") and id; empty for all of the person's.
    label = models.CharField(max_length=100, blank=True, default="")
    row_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=8, choices=Reason.choices)
    words = EncryptedTextField(context="privacy.hold.words", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begins_on = models.DateField()
    ends_on = models.DateField()
    made_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = LegalHoldQuerySet.as_manager()

    class Meta:
        """A hold is about somebody or something, and never without an end."""

        base_manager_name = "objects"
        verbose_name = "legal hold"
        verbose_name_plural = "retention and legal holds"
        default_permissions = ()
        permissions = (("hold_data", "Can keep data longer for a legal reason"),)
        indexes = (
            models.Index(fields=["label", "row_id"], name="hold_by_row"),
            models.Index(fields=["ends_on"], name="hold_by_end"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(label="", row_id=None, person__isnull=False)
                | ~Q(label="") & Q(row_id__isnull=False),
                name="hold_on_a_person_or_a_row",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="hold_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="hold_lifted_says_by_whom",
            ),
        )

    class PersonalData:
        """Why something of theirs is kept longer: they can read all of it."""

        subject = "id"
        owner = "person_id"
        about = "What a legal reason keeps longer"
        words = _told("Why, in our words", "To say why something is kept longer")
        reason = _told("Reason", "To say which law lets us", "One of three codes")
        begins_on = _told("From", "To say since when", "A day that queries compare")
        ends_on = _told(
            "Last day", "To let go on that day", "A day that queries compare"
        )
        not_personal = (
            *("id", "person", "label", "row_id", "by"),
            *("made_at", "lifted_at", "lifted_by"),
        )

    def __str__(self) -> str:
        """Name the row without saying whom it is about."""
        return f"hold {self.pk}"

    @property
    def is_whole(self) -> bool:
        """Whether everything of the person is held."""
        return not self.label

    def stands(self, *, on: date) -> bool:
        """Tell whether it stops anything on a day."""
        return on <= self.ends_on and self.lifted_at is None
