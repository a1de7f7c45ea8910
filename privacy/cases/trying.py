"""Trying a code or facts: each try is counted in the database before it is compared."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from privacy.cases.case import Case
from privacy.cases.challenge import Challenge

LIFE = timedelta(hours=1)
DIGITS = 6


class Refused(Exception):
    """The proof was not accepted; the text says what to do."""


class WrongCode(Refused):
    """Not the code of the letter. `left` tries remain."""

    def __init__(self, left: int) -> None:
        super().__init__(_again("That is not the code in our letter.", left))
        self.left = left


class WrongFacts(Refused):
    """Not what the order says. `left` tries remain."""

    def __init__(self, left: int) -> None:
        super().__init__(_again("That does not match an order of yours.", left))
        self.left = left


class CodeOver(Refused):
    """Too late, or tried too often."""


class TooOften(Refused):
    """No further code is sent for now."""


def new_code(case: Case, rung: Challenge.Rung, *, at: datetime) -> str:
    """Write a challenge down and return its code, which is kept nowhere."""
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    made = Challenge(case=case, rung=rung, made_at=at, expires_at=at + LIFE)
    made.code_digest = _digest(made.pk, code)
    made.save(force_insert=True)
    return code


def counted(
    case: Case, rung: Challenge.Rung, *, at: datetime, since: datetime | None = None
) -> Challenge:
    """Count one try, in the database and at once, and return what is tried.

    `since` leaves out what was made up to then. Raises CodeOver when there is nothing
    left to try.
    """
    asked = case.challenges.open(at=at, since=since).filter(rung=rung)
    latest = asked.order_by("-made_at").first()
    if latest is None or not asked.filter(pk=latest.pk).update(tries=F("tries") + 1):
        raise CodeOver("This was tried too often or too late. Ask for a new code.")
    latest.refresh_from_db(fields=["tries"])
    return latest


def is_right(challenge: Challenge, code: str) -> bool:
    """Compare a code, typed with or without spaces, in constant time."""
    typed = _digest(challenge.pk, "".join(code.split()))
    return constant_time_compare(challenge.code_digest, typed)


def passed(challenge: Challenge, *, at: datetime) -> None:
    """Note that it was passed. Raises CodeOver for whoever comes second."""
    open_now = Challenge.objects.filter(pk=challenge.pk, passed_at=None)
    if not open_now.update(passed_at=at):
        raise CodeOver("This code was used already.")


def _digest(challenge: UUID, code: str) -> str:
    told = f"{challenge}:{code}"
    return salted_hmac("privacy.cases.code", told, algorithm="sha256").hexdigest()


def _again(wrong: str, left: int) -> str:
    if not left:
        return f"{wrong} That was the last try."
    times = "once more" if left == 1 else f"{left} times more"
    return f"{wrong} You can try {times}."
