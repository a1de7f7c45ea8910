"""Postcodes: what one looks like in each country, and how to tidy a typed one.

A postcode that does not fit is doubtful and never wrong: the customer knows
where they live, and the data behind this may be older than the street.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """The postcodes of one country.

    ``pattern`` is a regular expression for the whole postcode or "", ``prefix``
    what post offices print before it and people type along with it ("CH-"),
    ``by_region`` a pattern for the beginning of a postcode in each region.
    """

    pattern: str
    examples: tuple[str, ...]
    prefix: str
    by_region: tuple[tuple[str, str], ...] = ()

    def fits(self, postcode: str) -> bool:
        """Whether a tidy postcode looks right; true where nothing is known."""
        return not self.pattern or bool(re.fullmatch(self.pattern, postcode))

    def fits_region(self, postcode: str, region: str) -> bool:
        """Whether a tidy postcode begins as those of the region do."""
        start = dict(self.by_region).get(region, "")
        return not start or bool(re.match(f"(?:{start})", postcode))

    def tidied(self, typed: str) -> str:
        """The postcode with the case and spacing of the country, if it fits so.

        "eh66qz" becomes "EH6 6QZ", "CH-8001" becomes "8001". What does not fit
        in any spacing comes back in capitals and otherwise as typed.
        """
        text = " ".join(unicodedata.normalize("NFKC", typed).upper().split())
        for candidate in (text, self._without_prefix(text)):
            spaced = self._spaced(candidate)
            if self.pattern and self.fits(spaced):
                return spaced
        return text

    def _without_prefix(self, text: str) -> str:
        bare = self.prefix.strip(" -")
        return re.sub(rf"^{re.escape(bare)}[ -]*", "", text) if bare else text

    def _spaced(self, text: str) -> str:
        """The letters and digits of the text, set out like a known example."""
        signs = [sign for sign in text if sign.isalnum()]
        alike = [e for e in self.examples if len(_shape(e)) == len(signs)]
        for example in sorted(alike, key=lambda e: _shape(e) != _shape(text)):
            rest = iter(signs)
            return "".join(next(rest) if c.isalnum() else c for c in example)
        return text


def _shape(text: str) -> str:
    """Where the letters and where the digits are: EH6 6QZ is AA99AA."""
    return "".join("9" if c.isdigit() else "A" for c in text if c.isalnum())
