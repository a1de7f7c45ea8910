"""What staff type to hold something: a number, a reason, the last day, and words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from privacy import screening
from privacy.retention import holding
from privacy.retention.hold import LegalHold
from privacy.retention.holding import NotHeld

ALONE, EVERYTHING = "alone", "everything"


def _said(sentence: str, *codes: str) -> dict[str, str]:
    return dict.fromkeys(("required", *codes), sentence)


class HoldForm(forms.Form):
    """One hold."""

    number = forms.CharField(
        label="Order or request",
        max_length=32,
        help_text="Its number, such as FW-7K2M9P or R-7K2M9P.",
        error_messages=_said(
            "Write the number of an order or a request.", "max_length"
        ),
    )
    how_much = forms.ChoiceField(
        label="What is held",
        choices=[
            (ALONE, "This and what belongs to it"),
            (EVERYTHING, "Everything of the same person"),
        ],
        error_messages=_said("Choose what is held.", "invalid_choice"),
    )
    reason = forms.ChoiceField(
        label="Reason",
        choices=[("", "Choose a reason"), *LegalHold.Reason.choices],
        error_messages=_said("Choose a reason.", "invalid_choice"),
    )
    until = forms.DateField(
        label="Last day",
        help_text="Two years ahead at most. It ends by itself after that day.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=_said("Write a date such as 2027-01-31.", "invalid"),
    )
    words = forms.CharField(
        label="Why",
        max_length=1000,
        help_text="The customer reads this. It is encrypted.",
        validators=[screening.refuse],
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        error_messages=_said("Write why it has to be kept.")
        | {"max_length": "Write %(limit_value)d characters or fewer."},
    )

    def __init__(self, data: Any = None) -> None:
        """Let no browser remember what is typed."""
        super().__init__(data, auto_id="hold_%s")
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """Find what is meant; `what` is the target."""
        typed, how_much = (self.cleaned_data.get(n) for n in ("number", "how_much"))
        if typed and how_much:
            self.cleaned_data["what"] = self._target(typed, how_much)
        return self.cleaned_data

    def _target(self, typed: str, how_much: str) -> holding.Target | None:
        try:
            found = holding.target(typed)
            return found.whole() if how_much == EVERYTHING else found
        except NotHeld as refused:
            self.add_error("number", ValidationError(str(refused)))
            return None
