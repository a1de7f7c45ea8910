"""Invented requests, for looking at the letters about them without anybody's data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from privacy import letters
from privacy.letters import previews

REFERENCE = "R-EXAMPLE"
_SENTENCE = {"sentence": "These are the invented words of somebody who answers."}
_LATE = [("R-EXAMPLE", "Erase everything", "2 days late")]
_SOON = [("R-EXAMPL2", "See my data", "Due on 30 November 2026")]
_SECOND = [("R-EXAMPL3", "Correct my details", "Due on 4 December 2026")]

MORE: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("received", "", {}),
    ("code", "", {"code": "000 000"}),
    ("nothing", "", {}),
    ("cooling", "", {"cooling_until": datetime(2026, 11, 26, 9, 30, tzinfo=UTC)}),
    ("refused", "", _SENTENCE | {"ground": "An invented article of an invented law"}),
    ("extended", "", {"reason": "An invented reason."}),
    ("asked", "", _SENTENCE),
    ("answered", "", _SENTENCE),
    ("done", "All of it", {}),
    ("done", "A law keeps a part", {"kept_until": date(2032, 11, 23)}),
    ("copy", "", {"until": datetime(2026, 11, 30, 9, 30, tzinfo=UTC)}),
    ("withdrawn", "Nothing was changed", {"consents_gone": False}),
    ("withdrawn", "Consents stay withdrawn", {"consents_gone": True}),
    ("step_up", "", {}),
    ("new_address", "", {"changed_on": datetime(2026, 11, 23, 9, 30, tzinfo=UTC)}),
    ("pressing", "", {"overdue": _LATE, "soon": _SOON, "second": _SECOND}),
    ("pressing", "Nothing late", {"overdue": [], "soon": _SOON, "second": []}),
)
"""Each letter, which case of it, and what it says beyond the facts of a request."""


def declare() -> None:
    """Declare the previews of the letters about requests."""
    for name, title, more in MORE:
        letters.preview(f"cases/{name}", partial(facts, **more), title=title)


def facts(**more: Any) -> dict[str, Any]:
    """Return what a letter about an invented request says, as letters.facts does."""
    return {
        "reference": REFERENCE,
        "demand": "erase everything",
        "link": previews.address("/cases/an-invented-request/"),
        "received_on": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        "due_on": date(2026, 12, 23),
        "cooling_until": None,
        "kept_until": None,
        "can_be_withdrawn": True,
        **more,
    }
