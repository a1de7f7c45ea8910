"""The table of laws as it stands in its file: read once, and checked as it is read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from privacy.regimes.rules import OF_A_REGIME, OF_INVOICES, OF_RETURNS, Kind, NotAValue

FILE = Path(__file__).with_name("regimes.toml")
DEFAULT = "default"
CONFIDENCE = ("high", "medium", "low")
INVOICES = "invoice-"
"""What the key of an invoice row begins with, such as "invoice-DE"."""
RETURNS = "return-"
"""What the key of a row about returns begins with, such as "return-EU"."""

_ABOUT = {
    "name": str,
    "source": str,
    "confidence": str,
    "note": str,
    "effective_from": date,
}
_ABOUT_A_REGIME = _ABOUT | {"places": list, "effective_confidence": str}
_COLUMNS: Mapping[str, tuple[Mapping[str, type], Mapping[str, Kind]]] = {
    INVOICES: (_ABOUT, OF_INVOICES),
    RETURNS: (_ABOUT | {"places": list}, OF_RETURNS),
}
"""By what a key begins with: what a row says about itself, and its rules."""
_OF_A_CHANGE = {"regime", "rule", "value", "effective_from", "source", "confidence"}


class WrongTable(Exception):
    """The file can't be used; the message says which row and why."""


@dataclass(frozen=True)
class Change:
    """One value that replaces another from a day on."""

    row: str
    rule: str
    value: Any
    effective_from: date
    source: str


@dataclass(frozen=True)
class Table:
    """Every row by its key, and what the laws changed later.

    Arguments:
        rows: {"uk": …, "invoice-DE": …, "return-EU": …}, each {column: value}.
        places: {"DE": "eu", "CA-QC": "quebec", "CA-*": "canada"}.
        send_back: {"DE": "return-EU"}, the places of the rows about returns.
        changes: in the order of their days.
        reviewed_on: when somebody last read it against the sources.
    """

    rows: Mapping[str, Mapping[str, Any]]
    places: Mapping[str, str]
    send_back: Mapping[str, str]
    changes: tuple[Change, ...]
    reviewed_on: date

    def regimes(self) -> dict[str, Mapping[str, Any]]:
        """Return the rows that are laws about data."""
        others = tuple(_COLUMNS)
        return {k: row for k, row in self.rows.items() if not k.startswith(others)}

    def invoices(self) -> dict[str, Mapping[str, Any]]:
        """Return the rows that say how long invoices are kept."""
        return {k: row for k, row in self.rows.items() if k.startswith(INVOICES)}

    def returns(self) -> dict[str, Mapping[str, Any]]:
        """Return the rows that say how long something may be sent back."""
        return {k: row for k, row in self.rows.items() if k.startswith(RETURNS)}


def rules_of(row: str) -> Mapping[str, Kind]:
    """Return the rules that a row of this key has, by name."""
    return _columns(row)[1]


@cache
def current() -> Table:
    """Return the table of the file. Raises WrongTable."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> Table:
    """Return the table that `text` holds, in TOML. Raises WrongTable."""
    said = tomllib.loads(text)
    rows = dict(said["regimes"])
    rows |= {f"{INVOICES}{key}": row for key, row in said["invoices"].items()}
    sent_back = {f"{RETURNS}{key}": row for key, row in said["returns"].items()}
    rows |= sent_back
    for key, row in rows.items():
        _check_row(key, row)
    changes = tuple(_change(entry, rows) for entry in said.get("changes", []))
    defaults = {DEFAULT, INVOICES + DEFAULT, RETURNS + DEFAULT}
    _demand(defaults <= set(rows), "There is no default.")
    return Table(
        rows=rows,
        places=_places(said["regimes"]),
        send_back=_places(sent_back),
        changes=tuple(sorted(changes, key=lambda change: change.effective_from)),
        reviewed_on=said["reviewed_on"],
    )


def _columns(key: str) -> tuple[Mapping[str, type], Mapping[str, Kind]]:
    """Return what a row of this key says about itself, and its rules."""
    own = (columns for start, columns in _COLUMNS.items() if key.startswith(start))
    return next(own, (_ABOUT_A_REGIME, OF_A_REGIME))


def _check_row(key: str, row: Mapping[str, Any]) -> None:
    about, rules = _columns(key)
    for column in {*about, *rules} ^ set(row):
        raise WrongTable(f"{key}: {column} is missing or unknown.")
    for column, kind in about.items():
        _demand(isinstance(row[column], kind), f"{key}: {column} has another type.")
    for column in {"confidence", "effective_confidence"} & set(about):
        _demand(row[column] in CONFIDENCE, f"{key}: {column} is an unknown word.")
    _demand(bool(row["source"]), f"{key}: there is no source.")
    for name, rule in rules.items():
        _check_value(key, name, rule, row[name])


def _check_value(key: str, name: str, rule: Kind, value: Any) -> None:
    try:
        rule.check(value)
    except NotAValue as wrong:
        raise WrongTable(f"{key}: {name}: {wrong}") from None


def _change(entry: Mapping[str, Any], rows: Mapping[str, Any]) -> Change:
    key, name = entry.get("regime", ""), entry.get("rule", "")
    _demand(set(entry) == _OF_A_CHANGE, f"{key}: a change lacks something.")
    _demand(key in rows and name in rules_of(key), f"{key}: there is no rule {name}.")
    _check_value(key, name, rules_of(key)[name], entry["value"])
    return Change(key, name, entry["value"], entry["effective_from"], entry["source"])


def _places(regimes: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, row in regimes.items():
        for place in row["places"]:
            _demand(place not in found, f"{key}: {place} has a row already.")
            found[place] = key
    return found


def _demand(right: bool, otherwise: str) -> None:
    if not right:
        raise WrongTable(otherwise)
