"""Who of the staff looked at what, and for which written reason: rows for the person.

A look lasts ten minutes: so long the values stay open for whoever gave the reason.
How many one person may take in an hour is limited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from privacy.declarations import Personal, Retention
from privacy.encryption.fields import EncryptedTextField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.purposes import Purpose
from privacy.trail import recording
from privacy.trail.entry import Kind

if TYPE_CHECKING:
    from privacy.people import Person

LASTS = timedelta(minutes=10)
HOUR = timedelta(hours=1)
MOST_AN_HOUR = 30
"""How many looks for one purpose somebody may take within an hour."""
MOST_FOR: Mapping[Purpose, int] = MappingProxyType({Purpose.DELIVERY: 120})
"""Where it is another number: whoever packs opens a label for each parcel."""
LONGEST_WORDS = 300
_TWO_YEARS = Retention(after="at", months=24, words="two years after they looked")


class Reason(models.TextChoices):
    """What somebody may look for: nothing else is a reason."""

    DELIVERY = "delivery", "Packing or delivering an order"
    PAYMENT = "payment", "Checking a payment"
    PROBLEM = "problem", "Solving a problem with an order"
    QUESTION = "question", "Answering a question"
    REQUEST = "request", "Working on a request about personal data"
    LAW = "law", "A duty by law"


class TooManyLooks(Exception):
    """Somebody took as many looks as one may in an hour; the text says until when."""

    def __init__(self, most: int, until: datetime) -> None:
        super().__init__(
            f"You have opened {most} within an hour, and nobody may open more. From"
            f" {timezone.localtime(until):%H:%M} on you can open the next."
        )


class Access(SealedModel):
    """One look of one member of staff at some fields of one row.

    `holder_id` says whose key seals what they wrote: the person's; or the case's,
    while nobody knows yet whose case it is.
    """

    holder_id = models.UUIDField(db_index=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="accesses", null=True
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    fields = models.JSONField()
    # The row that was opened, where it was one.
    row_id = models.UUIDField(null=True)
    purpose = models.CharField(
        max_length=32, choices=[(p.value, p.words) for p in Purpose]
    )
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    words = EncryptedTextField(
        context="privacy.access.words", max_length=LONGEST_WORDS, null=True
    )
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects: ClassVar[Any] = SealedQuerySet.as_manager()

    class Meta:
        """Newest first is how it is read."""

        base_manager_name = "objects"
        verbose_name_plural = "accesses"
        indexes = (
            models.Index(fields=["person", "-at"], name="access_newest_first"),
            models.Index(fields=["by", "until"], name="access_still_open"),
            models.Index(fields=["at"], name="access_by_time"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(reason__in=["", *Reason.values]),
                name="access_for_a_known_reason",
            ),
        )

    class PersonalData:
        """Names of fields, never their values; and what was written about why."""

        subject = "holder_id"
        owner = "person_id"
        about = "Why staff looked"
        row = (_TWO_YEARS,)
        words = Personal(
            what="What somebody of the shop wrote about why they looked",
            category="user.content.private",
            purposes=(Purpose.OWN_REQUEST,),
            why="To let you see why somebody looked",
            retention=_TWO_YEARS,
        )
        not_personal = (
            *("id", "holder_id", "person", "by", "fields", "row_id", "purpose"),
            *("reason", "at", "until"),
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"access {self.pk}"


def record(
    *,
    person: Person | None,
    by: Person,
    fields: Iterable[str],
    purpose: Purpose,
    reason: Reason,
    words: str,
    at: datetime,
    holder_id: UUID | None = None,
    row_id: UUID | None = None,
) -> Access:
    """Write down that `by` looks at these fields, for which reason and in which words.

    Arguments:
        person: whose values they are; None while nobody knows.
        fields: labels such as "orders.Order.contact_name".
        words: what `by` wrote about why; the person reads it.
        holder_id: whose key seals the words, where no person is known.
        row_id: the id of the row that is opened.

    Raises ValueError when nothing was written, and TooManyLooks past the limit.
    """
    holder = person.pk if person else holder_id
    if holder is None or not words.strip():
        raise ValueError("A look has a holder and a written reason.")
    look = Access(
        holder_id=holder,
        person=person,
        by=by,
        fields=sorted(fields),
        row_id=row_id,
        purpose=purpose,
        reason=reason,
        words=" ".join(words.split())[:LONGEST_WORDS],
        at=at,
        until=at + LASTS,
    )
    _write(look)
    return look


def is_open(
    *, by: Person, row_id: UUID, fields: Iterable[str], purpose: Purpose, at: datetime
) -> bool:
    """Tell whether `by` gave a reason for these fields of a row, and it still lasts."""
    return (
        set(fields) <= open_until(by=by, row_id=row_id, purpose=purpose, at=at).keys()
    )


def open_until(
    *, by: Person, row_id: UUID, purpose: Purpose, at: datetime
) -> dict[str, datetime]:
    """Return until when each field of a row is open to `by` for a purpose."""
    looks = Access.objects.filter(by=by, row_id=row_id, purpose=purpose, until__gt=at)
    rows = looks.order_by("until").values_list("fields", "until")
    return {name: until for names, until in rows for name in names}


def _write(look: Access) -> None:
    """Write the look, and record it without words: those need the person's key.

    Whoever records waits for all others, so of looks at once each counts the others.
    """
    with transaction.atomic():
        recording.record(
            kind=Kind.REVEAL,
            what=look.purpose,
            by=look.by,
            fields=look.fields,
            row_id=look.row_id,
            why=look.reason,
            at=look.at,
        )
        _stay_within(look)
        look.save(force_insert=True)


def _stay_within(look: Access) -> None:
    """Raise TooManyLooks when there were as many in the hour before as there may be."""
    most = MOST_FOR.get(Purpose(look.purpose), MOST_AN_HOUR)
    lately = Access.objects.filter(
        by=look.by, purpose=look.purpose, until__gt=look.at - HOUR + LASTS
    )
    taken = list(lately.order_by("-until").values_list("at", flat=True)[:most])
    if len(taken) >= most:
        raise TooManyLooks(most, taken[-1] + HOUR)
