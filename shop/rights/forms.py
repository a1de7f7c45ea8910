"""What an administrator fills in to give roles: which, and to whom, to be sure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from privacy import people
from privacy.people import Person
from shop.roles import ROLES


class Sure(forms.Form):
    """Somebody's address, typed: in lists all people look alike."""

    email = forms.CharField(
        label="Their email address",
        max_length=254,
        help_text="Lists show it masked, so type it: then it is the right person.",
        widget=forms.EmailInput(attrs={"size": 40, "spellcheck": "false"}),
        error_messages={
            "required": "Type their email address.",
            "max_length": "Type their email address.",
        },
    )

    def __init__(self, data: Any = None, *, person: Person, prefix: str) -> None:
        """Take what was sent, if anything was, and whom it is about."""
        super().__init__(data, auto_id=f"{prefix}_%s")
        self.person = person
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def clean_email(self) -> str:
        """Refuse the address of somebody else, or of nobody."""
        typed: str = self.cleaned_data["email"]
        found = people.find(email=typed)
        if found is None or found.pk != self.person.pk:
            raise ValidationError(
                "This person has another address. Look who it is, or type it again."
            )
        return typed


class RolesForm(Sure):
    """Which roles somebody has from now on."""

    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=[(key, role.title) for key, role in ROLES.items()],
        required=False,
        error_messages={"invalid_choice": "Choose roles from the list."},
    )
    field_order = ("roles", "email")

    def offered(self) -> list[dict[str, Any]]:
        """Return each role with its words, and whether it is ticked."""
        ticked = set(self["roles"].value() or ())
        return [
            {"key": key, "role": role, "is_ticked": key in ticked}
            for key, role in ROLES.items()
        ]
