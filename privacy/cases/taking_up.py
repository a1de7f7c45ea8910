"""Taking up a new case: it is acknowledged, joined to earlier ones, and asks for proof.

The worker does this, so that the page that files it does the same for everybody.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from privacy.cases import identity, letters, moving
from privacy.cases.case import Case, CaseQuerySet, NotAllowed
from privacy.cases.states import Kind, State


def waiting() -> CaseQuerySet:
    """Return the cases that nobody took up yet."""
    rows: CaseQuerySet = Case.objects.filter(state=State.RECEIVED)
    return rows.order_by("received_at")


def take_up(*, case: Case, at: datetime) -> None:
    """Acknowledge a case and let it wait for proof. Done twice, it happens once."""
    if case.state != State.RECEIVED:
        return
    asks_nothing = case.kind == Kind.QUESTION
    next_state = State.IN_REVIEW if asks_nothing else State.AWAITING_IDENTITY
    try:
        # In one: a case that waits for a proof has been asked for it.
        with transaction.atomic():
            moving.move(
                case,
                next_state,
                what="acknowledged",
                at=at,
                acknowledged_at=at,
                duplicate_of=_earlier(case),
                then=lambda taken: letters.tell(case=taken, letter="received", at=at),
            )
            if not asks_nothing:
                identity.begin(case=case, at=at)
    except NotAllowed:
        return  # Another worker was first.


def _earlier(case: Case) -> Case | None:
    """The open case of the same kind from the same address, if there is one."""
    same = Case.objects.open().filter(kind=case.kind, email_index=case.email_index)
    found: Case | None = (
        same.filter(received_at__lt=case.received_at).order_by("received_at").first()
    )
    return found
