"""Replying: the customer answers what staff asked, and the case goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from privacy import purposes
from privacy.cases import deciding, moving
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
