"""Refuses a typed text that holds a number we never need, and keeps none of it."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from privacy.screening.looking import found

CODE = "screened"
"""The code of the error, by which a test knows that a field is screened."""
LONGEST = 4000
"""Characters of a text; no field of ours takes more, and reading more takes time."""
_NAMED = 3


def refuse(value: str) -> None:
    """Raise ValidationError where `value` holds a number that we never need.

    It is a validator for form fields. The sentence names kind and place, no sign of
    the number; what was typed stays in the field on the page and goes nowhere else. A
    text that is longer than any of ours is refused unread.
    """
    if len(value) > LONGEST:
        told = f"Write {LONGEST:,} characters or fewer. This has {len(value):,}"
        raise ValidationError(told, code="max_length")
    findings = found(value)
    if findings:
        named = list(dict.fromkeys(finding.words for finding in findings))
        raise ValidationError(_sentence(named), code=CODE)


def _sentence(named: list[str]) -> str:
    more = " and more" if len(named) > _NAMED else ""
    *first, last = named[:_NAMED]
    listed = f"{', '.join(first)} and {last}" if first else last
    them = "it" if len(named) == 1 else "them"
    return f"Leave out what looks like {listed}{more}. We never need {them} here"
