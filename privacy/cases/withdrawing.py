"""Withdrawing: the customer takes a request back, while it has not begun."""

from __future__ import annotations

from datetime import datetime

from privacy.cases import letters, moving
from privacy.cases.case import Case
from privacy.cases.states import State


def withdraw(*, case: Case, at: datetime) -> None:
    """Take the case back. Raises NotAllowed once it is being carried out."""
    moving.move(
        case,
        State.WITHDRAWN,
        what="withdrawn",
        at=at,
        by_customer=True,
        then=lambda done: letters.tell(case=done, letter="withdrawn", at=at),
    )
