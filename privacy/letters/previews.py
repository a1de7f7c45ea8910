"""What each letter looks like, with plainly invented facts, and without sending any.

The invented facts are declared beside the letter itself, so that nothing of a customer
is needed to read what customers get.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from privacy.letters.composing import composed
from privacy.letters.models import LetterText

NAME = "Ada Example"
"""Whom every preview is to."""
Facts = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class Preview:
    """One way in which a letter can read: `title` says which, "" for the only one."""

    template: str
    title: str
    facts: Facts

    def letter(self) -> LetterText:
        """Return the letter as somebody would get it."""
        return composed(self.template, self.facts())


_declared: dict[str, dict[str, Preview]] = {}


def preview(template: str, facts: Facts, *, title: str = "") -> None:
    """Show the letter `template` with invented `facts`: what its writer passes.

    `facts` is called for each preview. A letter that reads differently in different
    cases gets one preview for each, with a `title` such as "To be collected".
    """
    _declared.setdefault(template, {})[title] = Preview(template, title, facts)


def of(template: str) -> tuple[Preview, ...]:
    """Return the previews of a letter, in the sequence of their declaration."""
    return tuple(_declared.get(template, {}).values())


def address(path: str) -> str:
    """Return the whole address of an invented page of the shop."""
    return f"{settings.SHOP_ORIGIN}{path}"
