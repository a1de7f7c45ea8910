"""Form fields for text that a person types once and must never lose."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from orders.addresses import tidied
from privacy import screening


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
