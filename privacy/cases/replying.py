"""Replying: the customer answers what we asked, or chooses, and the case goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from privacy import purposes
from privacy.cases import choosing, deciding, moving
from privacy.cases.case import Case, Demand, NotAllowed
from privacy.cases.states import State
from privacy.purposes import Purpose


def reply(*, case: Case, words: str, at: datetime) -> None:
    """Add the answer to what was demanded and pass the case back to staff.

    Raises NotAllowed when nothing was asked, or it was answered already.
    """
    with transaction.atomic():
        fresh = moving.locked(case)
        if fresh.state != State.NEEDS_INFO:
            raise NotAllowed("There is no open question on this request.")
        with purposes.using(Purpose.OWN_REQUEST):
            demand: Demand = fresh.demand or Demand()
        both = "\n\n".join(filter(None, (demand.words, words)))
        fresh.demand = replace(demand, words=both)
        fresh.save(update_fields=["demand"])
        deciding.resume(case=fresh, by=None, at=at)
    case.refresh_from_db()


def choose(*, case: Case, chosen: Demand, at: datetime) -> None:
    """Take the choice of rows or of a day, and pass the case to staff.

    What was written before stays with it. Raises NotAllowed when it was chosen already
    or nothing is to be chosen; of two at once, one counts.
    """
    with transaction.atomic():
        fresh = moving.locked(case)
        if not choosing.is_open(fresh):
            raise NotAllowed("What should go was chosen already.")
        words = choosing.demanded(fresh).words
        fresh.demand = replace(chosen, words=words, seen=True)
        fresh.save(update_fields=["demand"])
        moving.note(fresh, what="chosen", at=at, by_customer=True)
        _pass_on(fresh, at)
    case.refresh_from_db()


def _pass_on(case: Case, at: datetime) -> None:
    if case.state == State.VERIFIED:
        moving.move(case, State.IN_REVIEW, what="to_review", at=at)
    elif case.state == State.NEEDS_INFO:
        deciding.resume(case=case, by=None, at=at)
