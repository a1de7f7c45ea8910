"""The forms behind Your data: the password again, a new name, a part to clear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from privacy.cases.case import Demand
from shop.accounts.forms import Password
from shop.checkout import fields as typed
from shop.contact.fields import PastDay

NOTHING = "Choose what you want us to erase"


class PasswordForm(forms.Form):
    """The password once more."""

    use_required_attribute = False

    password = Password(label="Password", kind="current-password")


class NameForm(forms.Form):
    """The right name."""

    use_required_attribute = False

    name = typed.Name(
        label="Full name", widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class EmailForm(forms.Form):
    """The right address for letters."""

    use_required_attribute = False

    email = typed.Email(
        label="New email address",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class PartForm(forms.Form):
    """Which records go: chosen ones, or all before a day."""

    use_required_attribute = False

    rows = forms.MultipleChoiceField(
        required=False,
        label="What should go?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from what is on the page"},
    )

    def __init__(
        self,
        *args: Any,
        offered: Sequence[tuple[str, str]],
        today: date,
        **kwargs: Any,
    ) -> None:
        """Offer these records, each "label:id" with its name."""
        super().__init__(*args, **kwargs)
        self.fields["rows"].choices = list(offered)  # type: ignore[attr-defined]
        self.fields["before"] = PastDay(
            required=False, today=today, label="Everything before this day"
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a choice of nothing."""
        cleaned = super().clean() or {}
        named = cleaned.get("rows") or cleaned.get("before")
        if not named and not self.errors:
            self.add_error("rows", NOTHING)
        return cleaned

    def demand(self) -> Demand:
        """What the case will hold."""
        before = self.cleaned_data.get("before")
        return Demand(
            rows=tuple(self.cleaned_data["rows"]),
            before=before.isoformat() if before else "",
        )
