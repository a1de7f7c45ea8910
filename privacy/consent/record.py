"""One consent: the sentence, its version and hash, and all that it was about."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from privacy.consent import wording
from privacy.declarations import Retention
from privacy.identifiers import new_id
from privacy.purposes import Purpose
from privacy.recipients import Recipient

if TYPE_CHECKING:
    from privacy.people import Person


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents."""

    def standing(self) -> ConsentQuerySet:
        """Return those that were given and not withdrawn."""
        given = self.filter(events__what="given")
        return given.exclude(events__what="withdrawn")


class Consent(models.Model):
    """One person's written agreement that one recipient gets some values.

    The row is never changed: the database refuses. What happens to it later is a row
    of its own, among its `events`. An empty text or list in a column was not recorded
    when the row was written.
    """

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
    sentence_version = models.CharField(max_length=32, default="")
    language = models.CharField(max_length=16, default="")
    given_at = models.DateTimeField()
    # As things were on that day: see circumstances.py.
    schema_version = models.CharField(max_length=64, default="")
    notice = models.CharField(max_length=200, default="")
    withdrawal = models.CharField(max_length=200, default="")
    jurisdiction = models.CharField(max_length=16, default="")
    stored_in = models.CharField(max_length=64, default="")
    legal_basis = models.CharField(max_length=100, default="")
    parties = models.JSONField(default=list)
    information = models.JSONField(default=list)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        """The oldest go first."""

        indexes = (models.Index(fields=["given_at"], name="consent_by_time"),)

    class PersonalData:
        """The shop's own words and the times; no value of the person."""

        subject = "person_id"
        # It proves what was agreed (GDPR Art. 7(1)); an order that rests on it stays
        # six years as well, and goes first.
        row = (Retention(after="given_at", months=72, words="six years after it"),)
        not_personal = (
            *("id", "recipient", "fields", "purpose"),
            *("sentence", "sentence_hash", "sentence_version", "language", "given_at"),
            *("schema_version", "notice", "withdrawal", "jurisdiction", "stored_in"),
            *("legal_basis", "parties", "information"),
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"consent {self.pk}"

    @property
    def withdrawn_at(self) -> datetime | None:
        """When it was withdrawn, as the database has it now; None while it stands."""
        rows = self.events.filter(what="withdrawn")
        return rows.values_list("at", flat=True).first()

    @property
    def stands(self) -> bool:
        """Whether it was given and not withdrawn, as the database has it now."""
        return Consent.objects.standing().filter(pk=self.pk).exists()

    @property
    def kept_until(self) -> date:
        """The day on which the record goes."""
        return self.PersonalData.row[0].ends_on(self.given_at)

    @property
    def recipient_name(self) -> str:
        """The recipient as it was called then; its key where that was not recorded."""
        named = {each["id"]: each["name"] for each in self.parties}
        name: str = named.get(self.recipient, self.recipient)
        return name

    def covers(
        self, *, person: Person, recipient: Recipient, fields: tuple[str, ...]
    ) -> bool:
        """Tell whether it stands for this person, recipient and these fields.

        The words must still be today's: a consent to one carrier is none to the one
        that follows it under the same key.
        """
        return (
            self.sentence == wording.sentence(recipient)
            and self.person_id == person.pk
            and self.recipient == recipient.key
            and self.purpose == recipient.purpose
            and set(fields) <= set(self.fields)
            and self.stands
        )
