"""The letters about a case. Each says what happened, what is next, and until when.

They go to the address from which the case was filed, and hold a link to its page: a
link shows, and never does, anything.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from privacy import letters, purposes
from privacy.cases import invented
from privacy.cases.case import Case
from privacy.cases.states import Kind
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.purposes import Purpose

KEEP_DAYS = 90
LETTERS = (
    *("received", "code", "nothing", "cooling", "refused", "extended", "asked"),
    *("answered", "done", "copy", "withdrawn", "step_up", "new_address"),
)

for _name in LETTERS:
    letters.register(f"cases/{_name}", purpose=Purpose.OWN_REQUEST, keep_days=KEEP_DAYS)
invented.declare()


def tell(
    *, case: Case, letter: str, at: datetime, to: str | None = None, **more: Any
) -> None:
    """Write the letter `letter` about the case; `more` are values for its text.

    `to` is a new address that has to be proved.
    """
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
        to=to,
    )


def warn_old_address(*, person: Person, old: str, at: datetime) -> None:
    """Tell the address that a person had that letters go elsewhere now."""
    letters.write(
        template="cases/new_address",
        purpose=Purpose.OWN_REQUEST,
        person=person,
        context={"changed_on": at},
        at=at,
        to=old,
    )


def warn_of_case(*, case: Case, person: Person, at: datetime) -> None:
    """Tell the address that somebody had before what is asked in their name now.

    It is in the letter that announced the change, while that is kept.
    """
    announced = Letter.objects.filter(person=person, template="cases/new_address")
    last = announced.order_by("-queued_at").first()
    with purposes.using(Purpose.OWN_REQUEST):
        before = last.to_address if last else None
    letters.write(
        template="cases/step_up",
        purpose=Purpose.OWN_REQUEST,
        person=person,
        context={"demand": Kind(case.kind).label.lower()},
        at=at,
        to=before,
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
