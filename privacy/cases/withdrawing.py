"""Withdrawing: the customer takes a request back, while it has not begun."""

from __future__ import annotations

from datetime import datetime

from privacy.cases import letters, moving, objecting
from privacy.cases.case import Case
from privacy.cases.states import State


def withdraw(*, case: Case, at: datetime) -> None:
    """Take the case back. Raises NotAllowed once it is being carried out.

    Consents that went at once stay withdrawn, and the letter says so.
    """
    consents_gone = bool(case.identity_proven_at) and objecting.wants_an_answer(case)
    moving.move(
        case,
        State.WITHDRAWN,
        what="withdrawn",
        at=at,
        by_customer=True,
        then=lambda done: letters.tell(
            case=done, letter="withdrawn", at=at, consents_gone=consents_gone
        ),
    )
