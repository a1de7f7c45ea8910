"""What one country's number looks like: its signs, its check digits, its names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module

from privacy.screening.finding import Kind


@dataclass(frozen=True)
class Number:
    """A number that a country gives to a person.

    Arguments:
        country: ISO 3166-1 code.
        name: what the country calls it, in its own or in plain letters.
        shape: its letters and digits without what separates them.
        check: the module of python-stdnum, or the function of `checks`, that knows its
            check digits; "" where it has none.
        words: what stands beside it in a text; a star ends a stem.
        alone: how it is written where it needs no word, separators included; "" where
            its digits alone could be anything.
        kind: national identity, or health.
    """

    country: str
    name: str
    shape: str
    check: str
    words: tuple[str, ...]
    alone: str = ""
    kind: Kind = Kind.IDENTITY

    @property
    def key(self) -> str:
        """Country and name, which tell it from all others."""
        return f"{self.country} {self.name}"

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.shape)

    def is_like(self, signs: str) -> bool:
        """Whether `signs`, capitals and digits alone, are such a number."""
        return bool(self._pattern.fullmatch(signs)) and self.is_checked(signs)

    def is_checked(self, written: str) -> bool:
        """Whether the check digits of a number are right, or it has none."""
        return not self.check or _checker(self.check)(written)


@cache
def _checker(name: str) -> Callable[[str], bool]:
    """The function that knows check digits; modules are read when first needed."""
    if "." in name:
        checked: Callable[[str], bool] = import_module(f"stdnum.{name}").is_valid
        return checked
    own: Callable[[str], bool] = getattr(
        import_module("privacy.screening.checks"), name
    )
    return own
