"""Whose identity was proved in this browser, so that a link alone shows no data.

Anybody can file a request under an address that is not theirs, and then has its link.
What the owner of the address proves must not open anything for that stranger.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from privacy.cases import identity
from privacy.cases.case import Case
from shop.accounts import fresh

SESSION_KEY = "proved"
LASTS = timedelta(hours=1)


def remember(request: HttpRequest, case: Case, *, at: datetime) -> None:
    """Note that it was here that identity was proved for this case."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = [str(case.pk), at.isoformat()]


def holds(request: HttpRequest, case: Case, *, at: datetime) -> bool:
    """Tell whether data of the case's person may be shown in this browser now."""
    if case.person_id is None:
        return False
    signed_in = fresh.person(request, at=at)
    if signed_in is not None and signed_in.pk == case.person_id:
        return True
    case_id, said = request.session.get(SESSION_KEY, ("", ""))
    if case_id != str(case.pk) or not identity.is_proven(case, at=at, within=LASTS):
        return False
    return at - datetime.fromisoformat(said) <= LASTS
