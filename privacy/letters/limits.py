"""The flood guard: how many letters go to one person, request or address at a time.

They are counted in rows, by the hour and by the day: a letter takes its place in all
counts at once, or in none. What finds no place waits for the next stretch of time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.db.models import F

from privacy.declarations import Personal, Retention
from privacy.encryption import blind
from privacy.letters.models import Letter
from privacy.purposes import AT_ONE_ADDRESS, Most, Purpose

CONTEXT = "privacy.lettercount.key"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_ENDED = Retention(after="ends_at", words="when the hour or day that it counts is over")


class LetterCount(models.Model):
    """How many letters went to somebody within one stretch of time. It names nobody.

    Its key is a keyed digest of whom it counts for and of when. When the root of the
    digests is replaced, counting begins anew.
    """

    key = models.CharField(max_length=32, primary_key=True)
    number = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField()

    class Meta:
        """Found by its key, and by its end once that has come."""

        indexes = (models.Index(fields=["ends_at"], name="letter_counts_by_end"),)

    class PersonalData:
        """A keyed digest that is another one in the next hour, and a number."""

        row: ClassVar[tuple[Retention, ...]] = (_ENDED,)
        key = Personal(
            what="A keyed digest of your address and of the hour or day",
            category="user.unique_id.pseudonymous",
            purposes=(Purpose.OWN_REQUEST,),
            why="To keep anybody from flooding your mailbox with letters of ours",
            retention=_ENDED,
            in_clear="It is a keyed digest already; the key is not in the database",
        )
        not_personal = ("number", "ends_at")

    def __str__(self) -> str:
        """Name the row."""
        return "count of letters"


@dataclass(frozen=True)
class Count:
    """One count that a letter needs a place in: which, of how many, until when."""

    key: str
    most: int
    ends_at: datetime


def let_through(*, letter: Letter, address: str, at: datetime) -> datetime | None:
    """Take the letter's place in every count; return None, or when to try again.

    `address` is where it goes now. Of two at once each takes its own place, since the
    rows are held; whoever dies in between has taken none.
    """
    wanted = {count.key: count for count in _counts(letter, address, at)}
    _make(list(wanted.values()))
    with transaction.atomic():
        rows = LetterCount.objects.select_for_update().filter(key__in=wanted)
        held = list(rows.order_by("key"))
        full = [row.ends_at for row in held if row.number >= wanted[row.key].most]
        if full:
            return max(full)
        rows.update(number=F("number") + 1)
        letter.let_through(address)
    return None


def _counts(letter: Letter, address: str, at: datetime) -> Iterator[Count]:
    purpose = Purpose(letter.purpose)
    yield from _pair(f"{letter.holder_id} {purpose.value}", purpose.letters, at)
    if purpose != Purpose.OFFICIAL_NOTICE:
        yield from _pair(blind.normalised_email(address), AT_ONE_ADDRESS, at)


def _pair(whose: str, most: Most, at: datetime) -> Iterator[Count]:
    for length, number in ((HOUR, most.an_hour), (DAY, most.a_day)):
        begins = int(at.timestamp() // length.total_seconds())
        ends = (begins + 1) * int(length.total_seconds())
        key = blind.digest(CONTEXT, f"{whose}\0{ends}\0{length}").hex()
        yield Count(key, number, datetime.fromtimestamp(ends, tz=UTC))


def _make(counts: list[Count]) -> None:
    """Have a row for each count. In one sequence: two at once never wait in a ring."""
    LetterCount.objects.bulk_create(
        [
            LetterCount(key=each.key, ends_at=each.ends_at)
            for each in sorted(counts, key=lambda each: each.key)
        ],
        ignore_conflicts=True,
    )
