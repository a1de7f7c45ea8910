"""What staff write before a personal value is opened for them."""

from __future__ import annotations

from typing import Any

from django import forms

from privacy import screening
from privacy.access import LONGEST_WORDS, Reason

SHORTEST_WORDS = 10


class LookForm(forms.Form):
    """A reason from the list, and a line in words that the customer can read."""

    reason = forms.ChoiceField(
        label="Why you look",
        choices=[("", "Choose a reason"), *Reason.choices],
        error_messages={
            "required": "Choose why you look.",
            "invalid_choice": "Choose why you look from the list.",
        },
    )
    words = forms.CharField(
        label="In your own words",
        min_length=SHORTEST_WORDS,
        max_length=LONGEST_WORDS,
        help_text="The customer can read this. It is encrypted like their own data.",
        validators=[screening.refuse],
        widget=forms.TextInput(attrs={"size": 40}),
        error_messages={
            "required": "Write why you look.",
            "min_length": "Write a little more: the customer reads it.",
            "max_length": "Write %(limit_value)d characters or fewer."
            " This has %(show_value)d.",
        },
    )

    def __init__(self, data: Any = None, *, name: str = "look") -> None:
        """Take what was sent, if anything was; `name` begins the ids on the page."""
        super().__init__(data, auto_id=f"{name}_%s")
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def asked(self) -> dict[str, Any]:
        """Return reason and words, as privacy.access names them."""
        return {
            "reason": Reason(self.cleaned_data["reason"]),
            "words": self.cleaned_data["words"],
        }
