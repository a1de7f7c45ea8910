"""Which law counts for whom on a day: the table's row, with what was changed since."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from privacy.regimes import days, table
from privacy.regimes.change import RuleChange
from privacy.regimes.days import Period, Unit
from privacy.regimes.rules import (
    BreachUnit,
    Counted,
    NotAValue,
    Pause,
    RefundFrom,
    Right,
)
from privacy.regimes.table import DEFAULT, INVOICES, RETURNS, Change

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Breach:
    """How soon a breach is told; `count` is 0 where the law only says promptly."""

    count: int
    unit: BreachUnit
    words: str


@dataclass(frozen=True)
class Regime:
    """What one law asks for on one day.

    Arguments:
        rights: words of rules.Right.
        deadline: the time to answer, from the day of receipt.
        extension: how much more the shop may take once, or None.
        acknowledge: how soon receipt is confirmed, or None.
        objection: the time for an objection or opt-out if it has its own, or None.
        pause: what stops the clock: "identity", "clarification", both, nothing.
        confidence: "high", "medium" or "low"; `note` says what was chosen.
        changed: the rules that have another value than when the row began.
    """

    key: str
    name: str
    rights: frozenset[Right]
    deadline: Period
    extension: Period | None
    acknowledge: Period | None
    objection: Period | None
    pause: frozenset[Pause]
    identity_standard: str
    breach: Breach
    source: str
    confidence: str
    note: str
    effective_from: date
    reviewed_on: date
    changed: tuple[str, ...] = ()

    def due(self, received: date) -> date:
        """Return the law's last day for a demand that arrived on `received`."""
        return days.due(received, self.deadline)

    def extended(self, received: date) -> date | None:
        """Return the last day with the extension, or None where there is none.

        Both are counted from receipt: a first last day that had moved past a weekend
        adds nothing.
        """
        if self.extension is None:
            return None
        last = received
        for period in self.deadline.and_then(self.extension):
            last = days.due(last, period)
        return last


@dataclass(frozen=True)
class InvoiceLaw:
    """How long a country has invoices kept, and from when that is counted."""

    key: str
    name: str
    years: int
    counted_from: Counted
    source: str
    confidence: str
    note: str
    effective_from: date
    reviewed_on: date
    changed: tuple[str, ...] = ()

    def until(self, issued: date) -> date:
        """Return the last day on which an invoice of `issued` has to be there."""
        if self.counted_from == Counted.END_OF_YEAR:
            return days.end_of_year(issued, self.years)
        return days.add_months(issued, 12 * self.years)


@dataclass(frozen=True)
class ReturnLaw:
    """How long a buyer in a country may withdraw or send something back.

    Arguments:
        days: from the day after the last parcel arrived; by law or of goodwill.
        send_days, refund_days: calendar days to send it off, and to pay it back.
        refund_from: what the last are counted from.
    """

    key: str
    name: str
    days: Period
    by_law: bool
    send_days: int
    refund_days: int
    refund_from: RefundFrom
    source: str
    confidence: str
    note: str
    effective_from: date
    reviewed_on: date
    changed: tuple[str, ...] = ()


def of(country: str, at: date, *, area: str = "") -> Regime:
    """Return the regime that counts for somebody in `country` on the day `at`.

    Arguments:
        country: two letters of ISO 3166-1; an unknown one or "" gets the default.
        at: the day; a law that is not in force on it gives way to the default.
        area: the part of the country as in ISO 3166-2, such as "QC"; without it the
            strictest row of the country counts.
    """
    key = _key_of(country.strip().upper(), area.strip().upper())
    if table.current().rows[key]["effective_from"] > at:
        key = DEFAULT
    row, changed = _on(key, at)
    return Regime(
        key=key,
        rights=frozenset(map(Right, row["rights"])),
        deadline=_period(row, "deadline"),
        extension=_period_if_any(row, "extension"),
        acknowledge=_period_if_any(row, "acknowledge"),
        objection=_period_if_any(row, "objection"),
        pause=frozenset(map(Pause, row["pause"])),
        identity_standard=row["identity_standard"],
        breach=Breach(
            row["breach_count"], BreachUnit(row["breach_unit"]), row["breach_words"]
        ),
        **_about(row),
        changed=changed,
    )


def invoices(country: str, at: date) -> InvoiceLaw:
    """Return how long invoices of a seller in `country` are kept, by the law of `at`.

    `country` may be "OSS": sales that are declared through the EU's one-stop shop.
    """
    rows = table.current().invoices()
    key = INVOICES + country.strip().upper()
    if key not in rows or rows[key]["effective_from"] > at:
        key = INVOICES + DEFAULT
    row, changed = _on(key, at)
    return InvoiceLaw(
        key=key,
        years=row["years"],
        counted_from=Counted(row["counted_from"]),
        **_about(row),
        changed=changed,
    )


def returns(country: str, at: date) -> ReturnLaw:
    """Return the rule on sending something back from `country`, as it is on a day.

    Where neither a law nor the owner says how many days, SHOP_RETURN_DAYS does.
    """
    known = table.current()
    key = known.send_back.get(country.strip().upper(), RETURNS + DEFAULT)
    if known.rows[key]["effective_from"] > at:
        key = RETURNS + DEFAULT
    return return_law(key, at)


def return_law(key: str, at: date) -> ReturnLaw:
    """Return a rule on sending something back by its key, as it is on a day."""
    row, changed = _on(key, at)
    told = row["by_law"] or "days" in changed
    count = row["days"] if told else settings.SHOP_RETURN_DAYS
    moves = row["last_day_moves"]
    return ReturnLaw(
        key=key,
        days=Period(count, Unit.DAYS, rolls=moves, holidays=holidays()),
        by_law=row["by_law"],
        send_days=row["send_days"],
        refund_days=row["refund_days"],
        refund_from=RefundFrom(row["refund_from"]),
        **_about(row),
        changed=changed,
    )


def target(received: date, due: date) -> date:
    """Return the working day that staff aim at: CASE_TARGET_DAYS later, never past due.

    28 days unless the setting says otherwise: the shortest month there is.
    """
    wanted = received + timedelta(days=settings.CASE_TARGET_DAYS)
    return max(received, days.last_working_day(min(wanted, due), holidays()))


def holidays() -> frozenset[date]:
    """Return the setting SHOP_HOLIDAYS: days beside weekends on which nobody works."""
    return frozenset(map(date.fromisoformat, settings.SHOP_HOLIDAYS))


def _key_of(country: str, area: str) -> str:
    places = table.current().places
    parts = (f"{country}-{area}", f"{country}-*") if area else ()
    return next(
        (places[place] for place in (*parts, country) if place in places), DEFAULT
    )


def _on(key: str, at: date) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the row with every change that is in force, and which rules changed."""
    row, changed = dict(table.current().rows[key]), set()
    for rule, value in _changes(key, at):
        row[rule] = value
        changed.add(rule)
    return row, tuple(sorted(changed))


def _changes(key: str, at: date) -> list[tuple[str, Any]]:
    owners = RuleChange.objects.filter(regime=key, effective_from__lte=at)
    laws = (
        change
        for change in table.current().changes
        if change.row == key and change.effective_from <= at
    )
    # Of two for one day the owner's is the later: sorting leaves it so.
    found: list[Change | RuleChange] = [*laws, *filter(_usable, owners)]
    found.sort(key=lambda change: change.effective_from)
    return [(change.rule, change.value) for change in found]


def _usable(change: RuleChange) -> bool:
    """Tell whether it can be used; else the file's value stays, which is the law's."""
    try:
        change.kind().check(change.value)
    except NotAValue:
        log.error("Rule change %s can't be used and is left out.", change.pk)
        return False
    return True


def _period(row: Mapping[str, Any], name: str) -> Period:
    return Period(
        row[f"{name}_count"],
        Unit(row[f"{name}_unit"]),
        rolls=row["last_day_moves"],
        holidays=holidays(),
    )


def _period_if_any(row: Mapping[str, Any], name: str) -> Period | None:
    return _period(row, name) if row[f"{name}_count"] else None


def _about(row: Mapping[str, Any]) -> dict[str, Any]:
    columns = ("name", "source", "confidence", "note", "effective_from")
    return {column: row[column] for column in columns} | {
        "reviewed_on": table.current().reviewed_on
    }
