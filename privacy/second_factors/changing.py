"""Setting factors up and taking them away: in the trail, and told by letter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from privacy.people import Person
from privacy.second_factors import authenticator, codes, notices, passkeys
from privacy.second_factors.devices import KnownDevice
from privacy.second_factors.factor import Factor, RecoveryCode
from privacy.trail import recording
from privacy.trail.entry import Kind


class LastOne(Exception):
    """Without this one the person could not sign in any more."""


def has_any(person: Person) -> bool:
    """Tell whether somebody has set up a factor."""
    return bool(Factor.objects.of(person.pk).exists())


def confirm_app(factor: Factor, code: str, *, at: datetime) -> bool:
    """Let an app count from now on, if the code shows that it holds the seed."""
    with transaction.atomic():
        if not authenticator.takes(factor, code, at=at):
            return False
        recording.record(kind=Kind.SIGN_IN, what="app_set_up", by=factor.person, at=at)
        Factor.objects.filter(pk=factor.pk).update(confirmed_at=at)
        notices.changed(factor.person, "An authenticator app was set up.", at=at)
    return True


def make_passkey(
    request: HttpRequest, answer: str, *, person: Person, at: datetime
) -> Factor:
    """Set a passkey up. Raises privacy.second_factors.passkeys.NotRight."""
    with transaction.atomic():
        made = passkeys.make(request, answer, person=person, at=at)
        recording.record(kind=Kind.SIGN_IN, what="passkey_set_up", by=person, at=at)
        notices.changed(person, "A passkey was set up.", at=at)
    return made


def make_codes(*, person: Person, told: bool, at: datetime) -> list[str]:
    """Make ten recovery codes in the place of those from before.

    `told` is for who has just had a letter about the factor that they are for.
    """
    with transaction.atomic():
        recording.record(kind=Kind.SIGN_IN, what="codes_made", by=person, at=at)
        made = codes.make(person=person, at=at)
        if not told:
            notices.changed(person, "Ten new recovery codes were made.", at=at)
    return made


def remove(factor: Factor, *, at: datetime) -> None:
    """Take a factor away, and each session that it opened. Raises LastOne."""
    person = factor.person
    with transaction.atomic():
        recording.record(
            kind=Kind.SIGN_IN, what=f"{factor.kind}_removed", by=person, at=at
        )
        # Two at once must not take away the last two.
        Person.objects.select_for_update().get(pk=person.pk)
        if not Factor.objects.of(person.pk).exclude(pk=factor.pk).exists():
            raise LastOne
        Factor.objects.filter(pk=factor.pk).delete()
        kind = Factor.Kind(factor.kind).label
        notices.changed(person, f"A second factor was removed: {kind}.", at=at)


def reset(person: Person, *, by: Person | None, at: datetime) -> None:
    """Take all factors of somebody away who lost them: by another, or by a command.

    Raises ValueError for one's own.
    """
    if by is not None and by.pk == person.pk:
        raise ValueError("Nobody resets their own.")
    with transaction.atomic():
        recording.record(
            kind=Kind.SIGN_IN, what="factors_reset", by=by, about=person, at=at
        )
        for kind in (Factor, RecoveryCode, KnownDevice):
            kind.objects.filter(person=person).delete()
        notices.changed(
            person,
            "Your second factors were reset, because you asked for it."
            " You set up a new one when you next sign in.",
            at=at,
        )
