"""Showing a factor: a code from an app or from paper, or a passkey, so many times.

Tries count by person and network, so that a stranger elsewhere locks nobody out; those
in a browser that is known count for that browser, wherever its cookie is taken. Six
digits could be guessed from very many networks at once: past a number of tries an hour
they are taken only in a browser that is known. Passkeys and recovery codes, which
nobody guesses, are taken there as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest

from privacy import tries
from privacy.people import Person
from privacy.second_factors import authenticator, codes, devices, notices, passkeys
from privacy.second_factors.factor import Factor
from privacy.trail import recording
from privacy.trail.entry import Kind
from privacy.tries import Limit, TooManyTries

TRIES = Limit("factor", tries=6, window=timedelta(minutes=15))
TRIES_ELSEWHERE = Limit("factor-anywhere", tries=30, window=timedelta(hours=1))
RECORDED = Limit("factor-recorded", tries=20, window=timedelta(hours=1))


class WrongCode(Exception):
    """Nothing that was typed or sent is a factor of this person."""


@dataclass(frozen=True)
class From:
    """Where a try comes from: a known browser by its number, or else a network."""

    place: str
    is_known: bool


def place(request: HttpRequest, person: Person) -> From:
    """Return where this request comes from."""
    number = request.COOKIES.get(devices.COOKIE, "")
    if devices.is_known(person, number):
        return From(number, is_known=True)
    return From(tries.network(request), is_known=False)


def by_code(*, person: Person, code: str, where: From, at: datetime) -> Factor:
    """Return the factor that the code stands for: an app, or for a code any of theirs.

    Raises WrongCode, and TooManyTries past the limit, which a right code changes
    nothing about.
    """
    typed = "".join(code.split())
    _count(person, where, at=at)
    app = None
    if authenticator.DIGITS.fullmatch(typed) and _may_guess(person, where, at=at):
        app = _app(person, typed, at=at)
    with transaction.atomic():
        found = app or _by_recovery(person, typed)
        _settle(person, found, "factor_shown" if app else "code_used", where, at=at)
    if found is None:
        raise WrongCode
    return found


def by_passkey(
    request: HttpRequest, answer: str, *, person: Person, where: From, at: datetime
) -> Factor:
    """Return the passkey that answered. Raises WrongCode or TooManyTries."""
    _count(person, where, at=at)
    found = None
    try:
        with transaction.atomic():
            found = passkeys.use(request, answer, person=person, at=at)
            _settle(person, found, "factor_shown", where, at=at)
    except passkeys.NotRight:
        _settle(person, None, "", where, at=at)
        raise WrongCode from None
    return found


def _count(person: Person, where: From, *, at: datetime) -> None:
    """Count a try; whoever reaches the limit knows the password, so its owner hears."""
    try:
        TRIES.count(*_counted(person, where), at=at)
    except TooManyTries:
        notices.tried(person, at=at)
        raise


def _may_guess(person: Person, where: From, *, at: datetime) -> bool:
    return where.is_known or TRIES_ELSEWHERE.allows(str(person.pk), at=at)


def _counted(person: Person, where: From) -> tuple[str, ...]:
    return str(person.pk), where.place


def _app(person: Person, code: str, *, at: datetime) -> Factor | None:
    apps = Factor.objects.of(person.pk).filter(kind=Factor.Kind.APP)
    return next((app for app in apps if authenticator.takes(app, code, at=at)), None)


def _by_recovery(person: Person, code: str) -> Factor | None:
    """Use a recovery code up; it stands for the newest factor, which was lost."""
    newest = Factor.objects.of(person.pk).order_by("-confirmed_at").first()
    if newest is None or not codes.use(person=person, code=code):
        return None
    return newest  # type: ignore[no-any-return] # guarded queryset


def _settle(
    person: Person, found: Factor | None, what: str, where: From, *, at: datetime
) -> None:
    """Write into the trail what came of a try; begin to count anew after a good one."""
    if found is not None:
        TRIES.forget(*_counted(person, where), at=at)
        recording.record(kind=Kind.SIGN_IN, what=what, by=person, at=at)
    elif RECORDED.allows(str(person.pk), at=at):
        recording.record(kind=Kind.SIGN_IN, what="factor_failed", about=person, at=at)
