"""Whose identity was proved in this browser, so that a link alone shows no data.

Anybody can file a request under an address that is not theirs, and then has its link.
What the owner of the address proves must not open anything for that stranger: every
rung of the ladder counts in the browser in which it was climbed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from privacy.cases.case import Case
from shop.accounts import fresh
from shop.browsers import PERSON_KEY

SESSION_KEY = "proved"
LASTS = timedelta(hours=1)
_CODE, _WHOLE = "code", "whole"


def note_code(request: HttpRequest, case: Case, *, at: datetime) -> None:
    """Note that the code was typed here, and that facts of an order are still asked."""
    _note(request, case, _CODE, at)


def remember(request: HttpRequest, case: Case, *, at: datetime) -> None:
    """Note that it was here that identity was proved for this case."""
    _note(request, case, _WHOLE, at)


def has_code(request: HttpRequest, case: Case, *, at: datetime) -> bool:
    """Tell whether the code for this case was typed here within the hour."""
    return _noted(request, case, at) == _CODE


def holds(request: HttpRequest, case: Case, *, at: datetime) -> bool:
    """Tell whether data of the case's person may be shown in this browser now."""
    if case.person_id is None or case.identity_proven_at is None:
        return False
    signed_in = fresh.person(request, at=at)
    if signed_in is not None and signed_in.pk == case.person_id:
        return True
    return _noted(request, case, at) == _WHOLE


def ends(request: HttpRequest, case: Case, *, at: datetime) -> datetime | None:
    """Return until when a proof given here opens something; None without one."""
    if _noted(request, case, at) != _WHOLE:
        return None
    return datetime.fromisoformat(request.session[SESSION_KEY][1]) + LASTS


def _note(request: HttpRequest, case: Case, what: str, at: datetime) -> None:
    request.session.cycle_key()
    # The row is this person's now, and goes with them.
    request.session[PERSON_KEY] = str(case.person_id)
    request.session[SESSION_KEY] = [str(case.pk), at.isoformat(), what]


def _noted(request: HttpRequest, case: Case, at: datetime) -> str:
    """What was noted here for this case within the hour; "" for nothing."""
    case_id, said, what = request.session.get(SESSION_KEY, ("", "", ""))
    if case_id != str(case.pk) or at - datetime.fromisoformat(said) > LASTS:
        return ""
    return str(what)
