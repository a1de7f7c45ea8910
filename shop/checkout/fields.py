"""The form fields of whoever orders: an email address and a name, typed once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from orders.typed import LongSelect, Pairs, Typed

EMAIL_LENGTH = 254  # RFC 5321, section 4.5.3.1.3, without the angle brackets.
NAME_LENGTH = 120


class Email(Typed):
    """An e-mail address that letters can be sent to."""

    widget = forms.EmailInput

    def __init__(self, **kwargs: Any) -> None:
        """Ask for an address of at most 254 characters."""
        asked = {"required": "Enter an email address"} | kwargs.pop(
            "error_messages", {}
        )
        super().__init__(error_messages=asked, **kwargs)

    def validate(self, value: str) -> None:
        """Refuse what no letter can be sent to, and say what is missing."""
        super().validate(value)
        if "@" not in value:
            raise ValidationError("Enter an email address that includes an @")
        if len(value) > EMAIL_LENGTH:
            raise ValidationError(
                f"Email address must be {EMAIL_LENGTH} characters or fewer."
                f" Yours has {len(value):,}"
            )
        try:
            validate_email(value)
        except ValidationError:
            raise ValidationError(
                "Enter an email address such as name@example.net", code="email"
            ) from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No spell check, no capital letter, the keyboard with an @."""
        return super().widget_attrs(widget) | {
            "inputmode": "email",
            "spellcheck": "false",
            "autocapitalize": "none",
        }


class Name(Typed):
    """A person's name in any script, in one piece."""

    def __init__(self, **kwargs: Any) -> None:
        """Ask for a name of at most 120 characters."""
        asked = {
            "required": "Enter your full name",
            "max_length": f"Full name must be {NAME_LENGTH} characters or fewer."
            " Yours has %(show_value)d",
        }
        super().__init__(error_messages=asked, max_length=NAME_LENGTH, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No spell check; and no maxlength, which would cut a long name in silence."""
        attrs = super().widget_attrs(widget) | {"spellcheck": "false"}
        attrs.pop("maxlength", None)
        return attrs


__all__ = ["Email", "LongSelect", "Name", "Pairs", "Typed"]
