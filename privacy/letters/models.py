"""A letter: to whom, what for, its sealed text, whether it went, and when it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from privacy import masking
from privacy.declarations import Erasure, Personal, Retention
from privacy.encryption.fields import EncryptedEmailField, EncryptedJSONField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.purposes import Purpose

# A worker that died while sending holds its letter no longer than this.
CLAIM = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 12


@dataclass(frozen=True)
class LetterText:
    """What a letter says: one line of subject, plain text, and the same as HTML."""

    subject: str
    text: str
    html: str


class LetterQuerySet(SealedQuerySet):
    """Letters by what has to happen to them."""

    def due(self, *, at: datetime) -> LetterQuerySet:
        """Return those that should have gone by now and that nobody is sending."""
        return self.filter(
            Q(claimed_at=None) | Q(claimed_at__lt=at - CLAIM),
            sent_at=None,
            given_up_at=None,
            next_try_at__lte=at,
        )

    def past_their_date(self, *, at: datetime) -> LetterQuerySet:
        """Return those whose date of deletion has come."""
        return self.filter(delete_on__lte=at.date())


class Letter(SealedModel):
    """One letter to one person. Its text is deleted with the row on its date."""

    # Whose key seals it: the person's, or the case's where it answers one.
    holder_id = models.UUIDField(db_index=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="letters", null=True
    )
    case = models.ForeignKey(
        "privacy.Case", models.PROTECT, related_name="letters", null=True
    )
    # Where it goes if not to the address that the person or the case has then.
    to_address = EncryptedEmailField(context="privacy.letter.to_address", null=True)
    purpose = models.CharField(
        max_length=32, choices=[(p.value, p.words) for p in Purpose]
    )
    template = models.CharField(max_length=100)
    content = EncryptedJSONField(context="privacy.letter.content", type=LetterText)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    delete_on = models.DateField()

    objects: ClassVar[Any] = LetterQuerySet.as_manager()

    class Meta:
        """A letter went, or was given up, or neither; the waiting ones are few."""

        base_manager_name = "objects"
        constraints = (
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(given_up_at=None),
                name="letter_sent_or_given_up",
            ),
            models.CheckConstraint(
                condition=Q(person=F("holder_id"), case=None)
                | Q(case=F("holder_id"), person=None),
                name="letter_to_a_person_or_for_a_case",
            ),
        )
        indexes = (
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at=None, given_up_at=None),
                name="letters_waiting",
            ),
            models.Index(fields=["delete_on"], name="letters_by_end"),
        )

    class PersonalData:
        """The text may repeat what the order holds, so it is treated as all of it."""

        subject = "holder_id"
        owner = "person_id"
        about = "Letters to you"
        moment = "queued_at"
        content = Personal(
            what="The text of the letter",
            category="user.content.private",
            purposes=tuple(Purpose),
            why="The letter that we sent you",
            retention=Retention(
                after="delete_on", words="the date that each letter is given"
            ),
            erasure=Erasure.DELETE_ROW,
        )
        to_address = Personal(
            what="An earlier or a new address of yours, where the letter goes there",
            category="user.contact.email",
            purposes=tuple(Purpose),
            why="To tell your old address that it was changed, and to prove a new one",
            retention=Retention(
                after="delete_on", words="the date that each letter is given"
            ),
            erasure=Erasure.DELETE_ROW,
            mask=masking.email,
        )
        not_personal = (
            "id",
            "person",
            "case",
            "purpose",
            "template",
            "queued_at",
            "next_try_at",
            "claimed_at",
            "attempts",
            "sent_at",
            "given_up_at",
            "delete_on",
        )

    def address(self) -> str | None:
        """Return where it goes, None when that is gone. Needs the letter's purpose."""
        if self.to_address is not None:
            there: str = self.to_address
            return there
        if self.case is not None:
            address: str | None = self.case.email
            return address
        return self.person.email if self.person else None

    def claim(self, *, at: datetime) -> bool:
        """Take the letter for sending; False when it is taken, sent or not due."""
        taken = Letter.objects.due(at=at).filter(pk=self.pk)
        return bool(taken.update(claimed_at=at, attempts=F("attempts") + 1))

    def went(self, *, at: datetime) -> None:
        """Note that it was handed to the mail server."""
        Letter.objects.filter(pk=self.pk).update(sent_at=at, claimed_at=None)

    def failed(self, *, at: datetime) -> None:
        """Let it wait, twice as long each time, and give up in the end."""
        self.refresh_from_db(fields=["attempts"])
        wait = min(timedelta(minutes=2**self.attempts), LONGEST_WAIT)
        over = self.attempts >= MOST_ATTEMPTS
        Letter.objects.filter(pk=self.pk).update(
            claimed_at=None,
            next_try_at=at + wait,
            given_up_at=at if over else None,
        )

    def give_up(self, *, at: datetime) -> None:
        """Note that it can't be sent: there is no address any more."""
        Letter.objects.filter(pk=self.pk).update(claimed_at=None, given_up_at=at)
