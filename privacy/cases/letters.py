"""The letters about a case. Each says what happened, what is next, and until when.

They go to the address from which the case was filed, and hold a link to its page: a
link shows, and never does, anything.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from privacy import letters, purposes
from privacy.cases.case import Case
from privacy.cases.states import Kind
from privacy.purposes import Purpose

KEEP_DAYS = 90
LETTERS = (
    *("received", "code", "nothing", "cooling", "refused", "extended", "asked"),
    *("answered", "done", "copy", "withdrawn", "step_up", "new_address"),
)

for _name in LETTERS:
    letters.register(f"cases/{_name}", purpose=Purpose.OWN_REQUEST, keep_days=KEEP_DAYS)


def tell(*, case: Case, letter: str, at: datetime, **more: Any) -> None:
    """Write the letter `letter` about the case; `more` are values for its text."""
    if case.email_index is None:
        return  # The address is gone: whoever asked has the link of the page.
    with purposes.using(Purpose.OWN_REQUEST):
        context = facts(case) | more
    letters.write(
        template=f"cases/{letter}",
        purpose=Purpose.OWN_REQUEST,
        case=case,
        context=context,
        at=at,
    )


def facts(case: Case) -> dict[str, Any]:
    """Return what every letter about a case may say. Needs the person's own purpose."""
    return {
        "reference": case.reference,
        "demand": Kind(case.kind).label.lower(),
        "link": case.url_for_customer(),
        "received_on": case.received_at,
        "due_on": case.due_on,
        "cooling_until": case.cooling_until,
        "kept_until": case.kept_until,
        "can_be_withdrawn": case.can_be_withdrawn,
    }
