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
# No letter waits longer for its next try. A date beyond that was written by a clock
# that has gone back since.
FARTHEST = timedelta(days=2)


@dataclass(frozen=True)
class LetterText:
    """What a letter says: one line of subject, plain text, and the same as HTML."""

    subject: str
    text: str
    html: str


class LetterQuerySet(SealedQuerySet):
    """Letters by what has to happen to them."""

    def due(self, *, at: datetime) -> LetterQuerySet:
        """Return those that should have gone by now and that nobody is sending.

        A clock that has gone back strands none of them.
        """
        claimed = Q(claimed_at__gte=at - CLAIM, claimed_at__lte=at + CLAIM)
        later = Q(next_try_at__gt=at, next_try_at__lte=at + FARTHEST)
        return self.waiting().exclude(claimed).exclude(later)

    def waiting(self) -> LetterQuerySet:
        """Return those that neither went nor were given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def past_their_date(self, *, at: datetime) -> LetterQuerySet:
        """Return those whose date of deletion has come."""
        return self.filter(delete_on__lte=at.date())


class Held(models.TextChoices):
    """Why a letter does not go yet.

    The labels are single words: those of sentences would be no needles any more when
    a scan looks for what was erased.
    """

    LIMIT = "limit", "Limit"
    ADDRESS = "address", "Address"


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
    # Where it went, or was let through to: what comes back is about this address.
    address = EncryptedEmailField(context="privacy.letter.address", null=True)
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
    held = models.CharField(max_length=8, choices=Held.choices, blank=True)
    # When it came back, and the status that said why (RFC 3463), such as "5.1.1".
    came_back_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=11, blank=True)
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
            models.CheckConstraint(
                condition=Q(held__in=["", *Held.values]), name="letter_held_for_reason"
            ),
        )
        indexes = (
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at=None, given_up_at=None),
                name="letters_waiting",
            ),
            models.Index(fields=["delete_on"], name="letters_by_end"),
            models.Index(fields=["-queued_at"], name="letters_newest_first"),
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
            recipients=("mail",),
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
            recipients=("mail",),
            mask=masking.email,
        )
        address = Personal(
            what="The address that the letter went to",
            category="user.contact.email",
            purposes=tuple(Purpose),
            why="To know which address a letter came back from",
            retention=Retention(
                after="delete_on", words="the date that each letter is given"
            ),
            erasure=Erasure.DELETE_ROW,
            recipients=("mail",),
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
            "held",
            "came_back_at",
            "status",
            "delete_on",
        )

    def goes_to(self) -> str | None:
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

    def let_through(self, address: str) -> None:
        """Note that no limit keeps it from this address any more."""
        self.address, self.held = address, ""
        self.save(update_fields=["address", "held"])

    def went(self, *, at: datetime) -> None:
        """Note that it was handed to the mail server."""
        Letter.objects.filter(pk=self.pk).update(sent_at=at, claimed_at=None, held="")

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

    def hold(self, why: Held, *, until: datetime) -> None:
        """Hold it back. That is no try, and its date waits with it: none is lost."""
        Letter.objects.filter(pk=self.pk).update(
            claimed_at=None,
            attempts=F("attempts") - 1,
            next_try_at=until,
            held=why,
            delete_on=max(self.delete_on, until.date() + timedelta(days=1)),
        )

    def give_up(self, *, at: datetime, why: Held | str = "") -> None:
        """Note that it can't be sent: there is no address any more, or no right one."""
        Letter.objects.filter(pk=self.pk).update(
            claimed_at=None, given_up_at=at, held=why
        )

    def came_back(self, *, status: str, at: datetime) -> bool:
        """Note that it could not be delivered; False when that is known already."""
        rows = Letter.objects.filter(pk=self.pk, came_back_at=None)
        return bool(rows.update(came_back_at=at, status=status))
