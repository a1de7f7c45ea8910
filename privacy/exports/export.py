"""An export: what was asked for, who agreed, the built file, and whom it is about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from privacy.access import LONGEST_WORDS, Reason
from privacy.declarations import Erasure, Personal, Retention
from privacy.encryption.fields import EncryptedJSONField, EncryptedTextField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.exports.locking import Lock
from privacy.exports.states import AGREED, OPEN, Refusal, State
from privacy.identifiers import new_id
from privacy.purposes import Purpose

WAITS = timedelta(days=7)
"""How long it waits for a second person and for the worker."""
LIFE = timedelta(days=3)
"""How long a built file waits to be fetched."""
KEPT = timedelta(days=30)
"""How long a file may be kept, counted from the last day on which it can be fetched."""

_NEVER = (Purpose.OWN_REQUEST, Purpose.REFUND)
OFFERED = tuple(each for each in Purpose if each not in _NEVER)
"""What an export can be for. People get their own data by a request of theirs, and an
account that money goes back to is typed into the bank's page and nowhere else."""
_TWO_YEARS = Retention(
    after="asked_at", months=24, words="two years after it was asked for"
)
_ITS_LIFE = Retention(after="expires_at", words="three days after it is built")


class ExportQuerySet(SealedQuerySet):
    """Exports by what may still come of them."""

    def open(self) -> ExportQuerySet:
        """Return those that wait, are built, or wait to be fetched."""
        return self.filter(state__in=OPEN)

    def late(self, *, at: datetime) -> ExportQuerySet:
        """Return the open ones whose time is over."""
        return self.open().filter(expires_at__lte=at)


class Export(SealedModel):
    """One export. It is about many people, so it has a key of its own."""

    reference = models.CharField(max_length=16, unique=True)
    # A random number of the form: the same form sent twice is one export.
    once = models.UUIDField(unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASKED)
    # What of: a key of privacy.exports.sheets, its columns, and which rows.
    sheet = models.CharField(max_length=32)
    columns = models.JSONField()
    since = models.DateField()
    until = models.DateField()
    only = models.CharField(max_length=32, blank=True)
    purpose = models.CharField(
        max_length=32, choices=[(each.value, each.words) for each in OFFERED]
    )
    reason = models.CharField(max_length=16, choices=Reason.choices)
    words = EncryptedTextField(
        context="privacy.export.words", max_length=LONGEST_WORDS, null=True
    )
    # A key of the register, where it goes to somebody outside.
    recipient = models.CharField(max_length=64, blank=True)
    # To whose key it is encrypted; empty for a passphrase.
    public_key = models.CharField(max_length=80, blank=True)
    lock = EncryptedJSONField(context="privacy.export.lock", type=Lock, null=True)

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # How many rows and people were there, and the hash of all that was shown.
    rows = models.PositiveIntegerField(default=0)
    people_counted = models.PositiveIntegerField(default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True)
    agreed_hash = models.CharField(max_length=64, blank=True)
    refusal = models.CharField(max_length=16, choices=Refusal.choices, blank=True)

    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # `done` of `whole` rows are in the file.
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    # The encrypted file in base64, until it is fetched.
    package = EncryptedTextField(context="privacy.export.package", null=True)
    # How many people it is about, of whom one may have gone since.
    people_inside = models.PositiveIntegerField(default=0)
    built_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    # Somebody in the fetched file was erased since: it has to go before its date.
    outdated_at = models.DateTimeField(null=True)
    # Whoever fetched it said that it is deleted.
    gone_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ExportQuerySet.as_manager()

    class Meta:
        """The second person and the agreement hold in the database, whoever writes."""

        base_manager_name = "objects"
        # Nobody types, edits or deletes one, so Django's own rights don't exist.
        default_permissions = ()
        permissions = (
            ("ask_export", "Can ask for data to be taken out, and fetch it"),
            ("approve_export", "Can approve that data is taken out"),
        )
        indexes = (
            models.Index(fields=["asked_at"], name="export_by_time"),
            models.Index(
                fields=["expires_at"],
                condition=Q(package__isnull=False) | Q(lock__isnull=False),
                name="export_to_clear",
            ),
            models.Index(fields=["state", "expires_at"], name="export_by_state"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="export_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("by")),
                name="export_needs_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AGREED)
                | (Q(decided_by__isnull=False) & ~Q(agreed_hash="")),
                name="export_agreed_means_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.FETCHED) | Q(fetched_at__isnull=False),
                name="export_fetched_says_when",
            ),
        )

    class PersonalData:
        """The file tells of many people; why it was made is for all of them."""

        subject = "id"
        about = "Files that our staff took out"
        package = Personal(
            what="The encrypted file",
            category="user.content.private",
            purposes=OFFERED,
            why="To hand it to whoever asked, once",
            retention=_ITS_LIFE,
        )
        lock = Personal(
            what="The key of the file, until it is built",
            category="user.authorization.credentials",
            purposes=OFFERED,
            why="To encrypt the file",
            retention=_ITS_LIFE,
        )
        words = Personal(
            what="What somebody of the shop wrote about why they asked",
            category="user.content.private",
            purposes=OFFERED,
            why="To judge whether it is needed, and to tell you",
            retention=_TWO_YEARS,
            erasure=Erasure.DELETE_ROW,
        )
        not_personal = (
            *("id", "reference", "once", "state", "sheet", "columns", "since", "until"),
            *("only", "purpose", "reason", "recipient", "public_key", "by"),
            *("asked_at", "rows", "people_counted", "decided_by", "decided_at"),
            *("agreed_hash", "refusal", "claimed_at", "attempts", "done", "whole"),
            *("people_inside", "built_at", "expires_at", "fetched_at"),
            *("outdated_at", "gone_at"),
        )

    def __str__(self) -> str:
        """Name it by its reference, which says nothing about anybody."""
        return f"export {self.reference}"

    @property
    def has_to_go_by(self) -> datetime:
        """Return until when a file that was fetched may be kept."""
        return self.outdated_at or self.expires_at + KEPT

    @property
    def is_out(self) -> bool:
        """Whether somebody has the file, as far as anybody said."""
        return self.state == State.FETCHED and self.gone_at is None


class ExportedPerson(models.Model):
    """One person whose data is in a built file, and on which consent if on one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    export = models.ForeignKey(Export, models.PROTECT, related_name="people")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    consent = models.ForeignKey(
        "privacy.Consent", models.PROTECT, related_name="+", null=True
    )
    put_in_at = models.DateTimeField()

    class Meta:
        """Found by person, and by date."""

        verbose_name = "person in an export"
        verbose_name_plural = "people in exports"
        constraints = (
            models.UniqueConstraint(
                fields=["export", "person", "consent"], name="once_in_an_export"
            ),
            models.UniqueConstraint(
                fields=["export", "person"],
                condition=Q(consent=None),
                name="once_without_consent",
            ),
        )
        indexes = (models.Index(fields=["put_in_at"], name="exported_by_time"),)

    class PersonalData:
        """That somebody is in a file: what is needed to take it back."""

        subject = "person_id"
        about = "Files of our staff that you are in"
        put_in_at = Personal(
            what="When data of yours was put into a file for our work",
            category="user.unique_id",
            purposes=(Purpose.OWN_REQUEST,),
            why="To take the file back when your data is erased",
            retention=Retention(after="put_in_at", months=12, words="a year after it"),
            erasure=Erasure.DELETE_ROW,
            in_clear="It is a moment and a number of ours",
        )
        not_personal = ("id", "export", "consent")

    def __str__(self) -> str:
        """Name the row."""
        return f"person in an export {self.pk}"
