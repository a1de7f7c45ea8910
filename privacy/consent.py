"""Consent: the sentence that was shown, who agreed, when, and whether it still stands.

The fields follow ISO/IEC TS 27560:2023: what was shown and its hash, recipient, data,
purpose, times. Rows are given and withdrawn, never rewritten.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from privacy.declarations import Retention
from privacy.identifiers import new_id
from privacy.purposes import Purpose
from privacy.recipients import Recipient
from privacy.recipients import get as recipient_of

if TYPE_CHECKING:
    from privacy.people import Person

_FIELD_WORDS = {
    "contact_name": "your name",
    "contact_email": "your email address",
    "delivery_address": "your delivery address",
}


class SentenceChanged(Exception):
    """What the person agreed to is not what the shop would do now."""


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents."""

    def standing(self) -> ConsentQuerySet:
        """Return those that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """One person's written agreement that one recipient gets some values."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="consents"
    )
    recipient = models.CharField(max_length=64)
    fields = models.JSONField()
    purpose = models.CharField(
        max_length=32, choices=[(p.value, p.words) for p in Purpose]
    )
    sentence = models.TextField()
    sentence_hash = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        """What was not given can't be withdrawn."""

        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        )
        indexes = (models.Index(fields=["given_at"], name="consent_by_time"),)

    class PersonalData:
        """The shop's own words and the times; no value of the person."""

        subject = "person_id"
        # It proves what was agreed (GDPR Art. 7(1)); an order that rests on it stays
        # six years as well, and goes first.
        row = (Retention(after="given_at", months=72, words="six years after it"),)
        not_personal = (
            "id",
            "recipient",
            "fields",
            "purpose",
            "sentence",
            "sentence_hash",
            "given_at",
            "withdrawn_at",
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"consent {self.pk}"

    def covers(
        self, *, person: Person, recipient: Recipient, fields: tuple[str, ...]
    ) -> bool:
        """Tell whether it stands for this person, recipient and these fields.

        The words must still be today's: a consent to one carrier is none to the one
        that follows it under the same key.
        """
        return (
            self.withdrawn_at is None
            and self.sentence == sentence(recipient)
            and self.person_id == person.pk
            and self.recipient == recipient.key
            and self.purpose == recipient.purpose
            and set(fields) <= set(self.fields)
        )


def sentence(recipient: Recipient) -> str:
    """Return the exact words beside the box: who gets what, and what for."""
    what = [_FIELD_WORDS[name] for name in recipient.fields]
    listed = " and ".join(filter(None, [", ".join(what[:-1]), what[-1]]))
    return f"Give {recipient.name} {listed} {recipient.what_for}."


def give(*, person: Person, recipient: str, sentence: str, at: datetime) -> Consent:
    """Record that `person` agreed to `sentence`, as it was shown.

    Raises SentenceChanged when the words are not today's: then they must be shown
    again before anybody relies on them.
    """
    to = recipient_of(recipient)
    if sentence != _sentence(to):
        raise SentenceChanged("Show the sentence again: it has changed.")
    return Consent.objects.create(
        person=person,
        recipient=to.key,
        fields=list(to.fields),
        purpose=to.purpose,
        sentence=sentence,
        sentence_hash=hashlib.sha256(sentence.encode()).hexdigest(),
        given_at=at,
    )


def withdraw(*, consent: Consent, at: datetime) -> None:
    """Withdraw a consent, with effect at once. Doing it twice changes nothing."""
    Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=at)
    consent.refresh_from_db()


_sentence = sentence
