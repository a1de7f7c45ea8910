"""Numbers that may pass: our own, phone numbers, whole dates, and the codes of parcels.

They are blotted out before anything looks for others, so that no part of one is taken
for something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

BLOT = "\x00"

_registered: dict[str, Callable[[], Iterable[str]]] = {}

_START = r"(?<![0-9A-Z])"
_END = r"(?![0-9A-Z])"
_KNOWN = "|".join(
    [
        # The reference of a case (privacy/cases/filing.py).
        rf"R-[2-9A-HJKMNP-Z]{{6,8}}{_END}",
        # UPS: 1Z, six signs of the sender, two of the service, eight of the parcel.
        rf"1Z(?:[ ]?[0-9A-Z]){{16}}{_END}",
        # DHL: the licence plate JJD of ISO 15459-2 with its serial number.
        rf"JJ?(?:D|VGL)[ ]?[0-9](?:[ ]?[0-9]){{9,21}}{_END}",
    ]
)
_CODES = re.compile(f"{_START}(?:{_KNOWN})")
# ITU-T E.164: up to 15 digits after the plus sign.
_PHONE = re.compile(r"\+ ?[0-9](?:[ .()/-]{0,2}[0-9]){5,14}(?![ .()/-]{0,2}[0-9])")
_DATE = re.compile(
    r"(?<![0-9A-Z./-])(?<![0-9] )(?:[0-9]{1,2}([./ -])[0-9]{1,2}\1(?:19|20)[0-9]{2}"
    r"|(?:19|20)[0-9]{2}([./-])[0-9]{1,2}\2[0-9]{1,2})(?![0-9A-Z]|[./ -][0-9])"
)
# UPU S10: two letters, eight digits, a check digit, the country of the post office.
_S10 = re.compile(
    rf"{_START}([A-Z]{{2}})"
    r"(?:([0-9]{8})([0-9])|[ ]([0-9]{3}[ ][0-9]{3}[ ][0-9]{2})([0-9])[ ]"
    r"|[ ]([0-9]{4}[ ][0-9]{4})[ ]?([0-9])[ ]?)"
    rf"([A-Z]{{2}}){_END}"
)


def register(name: str, patterns: Callable[[], Iterable[str]]) -> None:
    """Let numbers of ours pass: `patterns` gives regular expressions at each call.

    They are read against capitals. `name` tells the registrations apart.
    """
    _registered[name] = patterns


def blotted(plain: str) -> str:
    """Return a reading with BLOT for each sign of a number that may pass."""
    own = "|".join(each for told in _registered.values() for each in told())
    if own:
        plain = re.sub(f"{_START}(?:{own}){_END}", _blot, plain)
    if "+" in plain:
        plain = _PHONE.sub(_blot, plain)
    plain = _DATE.sub(_blot, _CODES.sub(_blot, plain))
    return _S10.sub(_blot_if_checked, plain)


def _blot(found: re.Match[str]) -> str:
    return BLOT * len(found.group())


def _blot_if_checked(found: re.Match[str]) -> str:
    digits = "".join(filter(None, found.group(2, 3, 4, 5, 6, 7))).replace(" ", "")
    weighed = zip((8, 6, 4, 2, 3, 5, 9, 7), digits[:8], strict=True)
    check = 11 - sum(weight * int(digit) for weight, digit in weighed) % 11
    right = {10: 0, 11: 5}.get(check, check) == int(digits[8])
    return _blot(found) if right else found.group()
