"""Fields of the contact forms: optional answers, and days that are over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from orders.addresses import tidied
from shop.checkout import fields

EARLIEST = date(2000, 1, 1)


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
