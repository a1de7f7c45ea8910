"""Form fields for text that a person types once and must never lose."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from orders.addresses import tidied
from privacy import screening

EMAIL_LENGTH = 254  # RFC 5321, section 4.5.3.1.3, without the angle brackets.
NAME_LENGTH = 120


class Pairs(BaseChoiceIterator):
    """Choices that are pairs of value and name already.

    Django looks into whatever else it is given, twice for each of 250 countries.
    """

    def __init__(self, pairs: tuple[tuple[str, str], ...]) -> None:
        """Take the pairs in the order in which they are offered."""
        self.pairs = pairs

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)


class LongSelect(forms.Select):
    """A select whose options are written as one text.

    Django renders a template for each option; 250 countries would cost more than
    the rest of the page.
    """

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        """The select with `value` chosen, if it is one of the choices."""
        built = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        choices = tuple(self.choices)
        chosen = str(value) if str(value) in dict(choices) else ""
        options = _options(choices, chosen)
        return format_html("<select{}>{}</select>", flatatt(built), options)


@lru_cache(maxsize=512)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    rows = ((key, " selected" if key == chosen else "", name) for key, name in choices)
    return format_html_join("\n", '<option value="{}"{}>{}</option>', rows)


class Typed(forms.CharField):
    """A line of text without stray spaces and signs that nobody can see.

    Numbers of cards, accounts and papers are refused: no form of ours takes one.
    """

    def to_python(self, value: Any) -> str:
        """The text, tidied."""
        return tidied(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """Refuse an empty answer to a question, and numbers that we never need."""
        super().validate(value)
        screening.refuse(value)

    def bound_data(self, data: Any, initial: Any) -> str:
        """What was typed, to be shown again."""
        return tidied(str(data or ""))


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
