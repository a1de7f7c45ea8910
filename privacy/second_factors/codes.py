"""Recovery codes: ten on paper, each good for one sign-in."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from privacy.identifiers import ALPHABET, new_readable
from privacy.people import Person
from privacy.second_factors.factor import RecoveryCode

COUNT = 10
LENGTH = 24
"""Signs of a code: 118 random bits, so that a plain hash hides it (ASVS 5.0, 6.5.2)."""


def make(*, person: Person, at: datetime) -> list[str]:
    """Make ten new codes and return them; those from before open nothing any more."""
    made = [new_readable(LENGTH) for _ in range(COUNT)]
    with transaction.atomic():
        RecoveryCode.objects.filter(person=person).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(person=person, digest=_digest(code), made_at=at)
            for code in made
        )
    return [_grouped(code) for code in made]


def use(*, person: Person, code: str) -> bool:
    """Use a code up, however it was spaced; tell whether it was one. Once only."""
    typed = "".join(sign for sign in code.upper() if sign in ALPHABET)
    if len(typed) != LENGTH:
        return False
    found = RecoveryCode.objects.filter(person=person, digest=_digest(typed))
    return bool(found.delete()[0])


def left(person: Person) -> int:
    """Return how many codes still work."""
    return RecoveryCode.objects.filter(person=person).count()


def _grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
