"""The date on which a value goes, worked out from its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Model
from django.utils import timezone

from privacy import declarations
from privacy.declarations import Retention
from privacy.retention import holding
from privacy.retention.hold import LegalHold
from privacy.retention.rules import laws, row_ends


def ends_on(row: Model, name: str) -> date | None:
    """Return the day on which the value in field `name` of a row goes by itself.

    None while that isn't known, as of an order that is not closed, and for rows that
    no date applies to. A legal hold may keep it longer, see held_until.
    """
    said = declarations.of(type(row))
    if said.exempt and all(getattr(row, k) == v for k, v in said.exempt.items()):
        return None
    own = said.personal[name].retention
    if getattr(row, own.after) is None:
        return None
    whole = laws(type(row)) or row_ends(type(row))
    return min(_days(row, (own, *whole)), default=None)


def held_until(
    row: Model, holds: Iterable[LegalHold], *, ends: date | None
) -> date | None:
    """Return the last day on which holds keep a value that would have gone on `ends`.

    None where no hold is longer.
    """
    until = holding.until(row, holds)
    if until is None or (ends is not None and until < ends):
        return None
    return until


def _days(row: Model, retentions: Iterable[Retention]) -> Iterator[date]:
    for each in retentions:
        start = getattr(row, each.after)
        if start is not None and _concerns(each, row):
            yield each.ends_on(_day(start))


def _concerns(retention: Retention, row: Model) -> bool:
    return all(getattr(row, name) == value for name, value in retention.only.items())


def _day(start: datetime | date) -> date:
    return timezone.localdate(start) if isinstance(start, datetime) else start
