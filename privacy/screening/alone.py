"""Numbers of people in a form that nothing else has: no word needs to explain them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from privacy.screening.finding import Hit, Kind
from privacy.screening.number import Number
from privacy.screening.numbers import ALL

# ICAO Doc 9303, part 4: the second line at the foot of a passport.
_FOOT = r"(?<![0-9A-Z])[0-9A-Z<]{9}[0-9][A-Z<]{3}[0-9]{7}[MFX<][0-9]{7}"

# Forms that begin with letters are looked at only where digits follow soon: most words
# of a text end here.
_LED = r"(?=[A-Z]{1,3} ?[A-Z]{0,3}[ -]?[0-9])"


def hits(plain: str) -> Iterator[Hit]:
    """Yield the identity, health and passport numbers that speak for themselves."""
    pattern, known = _forms()
    at = 0
    while found := pattern.search(plain, at):
        number = known[str(found.lastgroup)]
        right = number.is_checked(found.group())
        if right:
            yield Hit(number.kind, *found.span())
        at = found.end() if right else found.start() + 1
    if "<" in plain:
        for line in re.finditer(_FOOT, plain):
            yield Hit(Kind.PASSPORT, *line.span())


@cache
def _forms() -> tuple[re.Pattern[str], dict[str, Number]]:
    """One expression for all forms, and whose each of its names is."""
    known = {f"n{at}": number for at, number in enumerate(ALL) if number.alone}
    letters, digits = (
        "|".join(
            f"(?P<{name}>{number.alone})"
            for name, number in known.items()
            if _is_led_by_letter(number.alone) is led
        )
        for led in (True, False)
    )
    started = f"(?=[0-9])(?:{digits})|{_LED}(?:{letters})"
    return re.compile(f"(?<![0-9A-Z])(?:{started})(?![0-9A-Z])"), known


def _is_led_by_letter(form: str) -> bool:
    return form[0] == "[" and form[1].isalpha()
