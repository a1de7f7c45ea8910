"""Fields of the contact forms: a message in lines, optional answers, past days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from orders.addresses import tidied
from privacy import screening
from shop.checkout import fields

MESSAGE_LENGTH = 2000
EARLIEST = date(2000, 1, 1)


class Message(forms.CharField):
    """Some lines of text without signs that nobody can see, or numbers of papers."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """The text, each line tidied."""
        return in_lines(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """Refuse what is too long, and numbers that we never need."""
        super().validate(value)
        if len(value) > MESSAGE_LENGTH:
            raise ValidationError(
                f"Message must be {MESSAGE_LENGTH:,} characters or fewer."
                f" Yours has {len(value):,}"
            )
        screening.refuse(value)

    def bound_data(self, data: Any, initial: Any) -> str:
        """What was typed, to be shown again."""
        return in_lines(str(data or ""))


class OptionalEmail(fields.Email):
    """An e-mail address, or nothing."""

    def validate(self, value: str) -> None:
        """Refuse only what was typed."""
        if value:
            super().validate(value)


class PastDay(forms.DateField):
    """A day that is over, or today."""

    SENTENCE = "Enter a day since 2000 that is not in the future"

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        """Ask for a day up to `today`."""
        self.today = today
        attrs = {"type": "date", "min": str(EARLIEST), "max": str(today)}
        super().__init__(
            widget=forms.DateInput(attrs, format="%Y-%m-%d"),
            error_messages={"invalid": self.SENTENCE},
            **kwargs,
        )

    def validate(self, value: date | None) -> None:
        """Refuse days to come, and those before there was a shop."""
        super().validate(value)
        if value and not EARLIEST <= value <= self.today:
            raise ValidationError(self.SENTENCE)

    def bound_data(self, data: Any, initial: Any) -> str:
        """What was typed, to be shown again."""
        return tidied(str(data or ""))


def in_lines(text: str) -> str:
    """Return `text` with tidied lines and at most one empty line in a row."""
    lines: list[str] = []
    for line in map(tidied, text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n")
