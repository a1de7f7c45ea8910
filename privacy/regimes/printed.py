"""The table of laws as a page of the documentation.

`python -m privacy.regimes.printed` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from privacy.regimes import table
from privacy.regimes.days import Period, Unit
from privacy.regimes.table import INVOICES, RETURNS, Table

PAGE = Path(__file__).parents[2] / "docs" / "regimes.md"

_BEFORE = """\
# What privacy laws ask for

**This is not legal advice.** It is what the program counts with, taken from the sources
beside each row and last read on {reviewed_on}. Sources differ and laws change: have a
lawyer read the rows of your customers' countries.

The file is `privacy/regimes/regimes.toml`; this page is printed from it by
`python -m privacy.regimes.printed`. The owner replaces single values from a day on, in
the staff pages under "Rule changes". The file stays as it is, and this page with it.

- The day of receipt is not counted. A month ends on the same day of the next one, or on
  its last day.
- Working days leave out Saturday, Sunday and the dates in the setting `SHOP_HOLIDAYS`,
  which counts for every country alike. Left empty it gives the earlier, safer day.
- "Moves" means that a last day on a weekend or holiday moves to the next working day.
- Staff aim at day 28, or the working day before it, and never later than the law's last
  day. The setting is `CASE_TARGET_DAYS`.
- An address says which country somebody lives in, and not always which part. For the
  United States California's row counts then, for Canada Québec's: the stricter ones.
- A right that is missing from a row is no reason to refuse: a shop in the EU or the UK
  owes what its own law gives to customers everywhere.
- Confidence is *high* when a source states it and none read says otherwise, *medium*
  for a practice or one comparison of several laws, *low* for general knowledge, for
  what nobody looked up, and where sources differ.

"""
_LAWS = """\
| Law | Rights | Answer within | Extension | Confirm receipt | Stops for | \
Breach | In force from | Source | Confidence |
|---|---|---|---|---|---|---|---|---|---|
"""
_NOTES = "\n## What was chosen, and how identity is checked\n\n"
_CHANGES = """
## What these laws changed later

| Law | Rule | New value | From | Source |
|---|---|---|---|---|
"""
_INVOICES = """
## How long invoices are kept

The law of the seller's country counts. "Unknown" in the fourth column means that nobody
looked up since when.

| Country | Years | Counted from | In force from | Source | Confidence | Note |
|---|---|---|---|---|---|---|
"""
_RETURNS = """
## How long a buyer may withdraw or send something back

The country that the parcel went to counts. The day of arrival is not counted. For a
last day that moves, `SHOP_HOLIDAYS` is the list of holidays: left empty, only weekends
move it. Without a law the days are those of the setting `SHOP_RETURN_DAYS`.

| Country | Days | Send off within | Money back within | In force from | Source | \
Confidence | Note |
|---|---|---|---|---|---|---|---|
"""


def page(known: Table) -> str:
    """Return the page, in Markdown."""
    laws = known.regimes()
    kept = known.invoices()
    return "".join(
        [
            _BEFORE.format(reviewed_on=known.reviewed_on),
            _LAWS,
            *(_line(_law(row)) for row in laws.values()),
            _NOTES,
            *(_note(row) for row in laws.values()),
            _CHANGES,
            *_changes(known),
            _INVOICES,
            *(_line(_invoice(key, row)) for key, row in kept.items()),
            _RETURNS,
            *(_line(_return(key, row)) for key, row in known.returns().items()),
        ]
    )


def write() -> None:
    """Write the page into docs/."""
    PAGE.write_text(page(table.current()), encoding="utf-8")


def _law(row: Mapping[str, Any]) -> Sequence[str]:
    moves = ", moves" if row["last_day_moves"] else ""
    objection = _time(row, "objection")
    own = f"; an objection within {objection}" if row["objection_count"] else ""
    return (
        row["name"],
        _words(row["rights"]),
        f"{_time(row, 'deadline')}{moves}{own}",
        _time(row, "extension"),
        _time(row, "acknowledge"),
        _words(row["pause"]) or "nothing",
        _breach(row),
        f"{row['effective_from']} ({row['effective_confidence']})",
        row["source"],
        row["confidence"],
    )


def _note(row: Mapping[str, Any]) -> str:
    return f"- **{row['name']}**: {row['identity_standard']}. {row['note']}.\n"


def _changes(known: Table) -> Iterable[str]:
    for change in known.changes:
        shown = table.rules_of(change.row)[change.rule].shown(change.value)
        name, rule = known.rows[change.row]["name"], change.rule.replace("_", " ")
        yield _line((name, rule, shown, f"{change.effective_from}", change.source))


def _invoice(key: str, row: Mapping[str, Any]) -> Sequence[str]:
    return (
        f"{row['name']} ({key.removeprefix(INVOICES)})",
        str(row["years"]),
        _words([row["counted_from"]]),
        str(row["effective_from"]) if row["effective_from"].year > 2000 else "unknown",
        row["source"],
        row["confidence"],
        row["note"],
    )


def _return(key: str, row: Mapping[str, Any]) -> Sequence[str]:
    moves = ", moves" if row["last_day_moves"] else ""
    whose = "by law" if row["by_law"] else "of goodwill"
    start = {"told": "the customer's word", "goods": "when the goods are here"}
    return (
        f"{row['name']} ({key.removeprefix(RETURNS)})",
        f"{row['days']} {whose}{moves}",
        f"{row['send_days']} days",
        f"{row['refund_days']} days from {start[row['refund_from']]}",
        str(row["effective_from"]),
        row["source"],
        row["confidence"],
        row["note"],
    )


def _time(row: Mapping[str, Any], name: str) -> str:
    count = row[f"{name}_count"]
    return str(Period(count, Unit(row[f"{name}_unit"]))) if count else "none"


def _breach(row: Mapping[str, Any]) -> str:
    words = str(row["breach_words"])
    if not row["breach_count"]:
        return words
    return f"{row['breach_count']} {_words([row['breach_unit']])}: {words}"


def _words(names: Iterable[str]) -> str:
    plain = ", ".join(names).replace("_", " ")
    return plain.replace("business days", "working days")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    write()
