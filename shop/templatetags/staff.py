"""What the staff's lists need: names of columns in each row, and masked names."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from privacy import masking
from privacy.people import Person

register = template.Library()


@register.filter
def labelled(cells: Iterable[str], headers: Iterable[dict[str, Any]]) -> SafeString:
    """Write a row's cells, each with its column's name in `data-l`.

    `cells` are Django's own, escaped already; `headers` are those of its list. The
    column of checkboxes has no name.
    """
    pairs = itertools.zip_longest(cells, headers, fillvalue={"text": ""})
    told = "".join(_named(str(cell), str(head["text"])) for cell, head in pairs)
    return mark_safe(told)  # noqa: S308 - Django escaped the cells, _named the words


@register.filter
def masked_name(person: Person) -> str:
    """Return somebody's name, or else their address, as the staff pages mask it."""
    return masking.masked(person, "name") or masking.masked(person, "email")


def _named(cell: str, words: str) -> str:
    plain = capfirst(strip_tags(words).strip())
    start = len("<td")  # Or "<th".
    return f'{cell[:start]} data-l="{escape(plain)}"{cell[start:]}' if plain else cell
