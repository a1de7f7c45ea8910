"""A check before a deployment: does the program do what the policy in force says?"""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django.db import DatabaseError
from django.utils import timezone

from shop.policy.standing import State, standing


@register("policy", deploy=True)
def program_does_what_is_published(**kwargs: Any) -> list[CheckMessage]:
    """Return a warning when it does not; without a database nothing can be said."""
    try:
        found = standing(at=timezone.now())
    except DatabaseError:
        return []
    if found.state in (State.IN_STEP, State.NOTHING):
        return []
    hint = "manage.py policy diff shows what is different; docs/policy.md what to do."
    return [Warning(found.words, hint=hint, id="shop.W001")]
