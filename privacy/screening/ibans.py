"""Bank accounts by their international number (ISO 13616), which speaks for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from privacy.screening.finding import Hit, Kind

# How long the number of a country is: the IBAN registry of SWIFT.
_REGISTERED = """
    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22
    DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28
    HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25
    MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29
    RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29
    VA22 VG24 XK20 YE30
"""
# Countries that print such numbers without having registered them.
_UNREGISTERED = """
    AO25 BF28 BJ28 CF27 CG27 CI28 CM27 CV25 DZ26 GA27 GQ27 GW25 IR26 KM27 MA28 MG27 ML28
    MZ25 NE28 SN28 TD27 TG28
"""
LENGTHS = {told[:2]: int(told[2:]) for told in (_REGISTERED + _UNREGISTERED).split()}
_START = re.compile(r"(?<![0-9A-Z])(?:IBAN)?([A-Z]{2})[\s.\-]{0,2}[0-9]\s?[0-9]")
_PART = re.compile(r"[\s.\-]{0,3}([0-9A-Z]+)")


def hits(plain: str) -> Iterator[Hit]:
    """Yield the account numbers of a reading, in one piece or in groups."""
    for found in _START.finditer(plain):
        if found.group(1) in LENGTHS:
            end = _end(plain, found.start(1), LENGTHS[found.group(1)])
            if end:
                yield Hit(Kind.BANK_ACCOUNT, found.start(1), end)


def _end(plain: str, start: int, length: int) -> int:
    """Where the number that starts at `start` ends; 0 where none does."""
    number, at = "", start
    while len(number) < length and (part := _PART.match(plain, at)):
        number += part.group(1)
        at = part.end()
    return at if len(number) == length and _is_right(number) else 0


def _is_right(number: str) -> bool:
    """Whether the check digits are right and the country writes them like that."""
    turned = number[4:] + number[:4]
    if int("".join(str(int(sign, 36)) for sign in turned)) % 97 != 1:
        return False
    registered = number[:2] + str(len(number)) in _REGISTERED
    return not registered or _registry().is_valid(number, check_country=False)


@cache
def _registry() -> Any:
    """The module with the form of each country's numbers, read when first needed."""
    return import_module("stdnum.iban")
