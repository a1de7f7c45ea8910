"""Check digits of numbers that python-stdnum does not know, from published rules.

Each function takes a number in capitals, as it is written, and says if it is right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from stdnum import luhn, verhoeff

from privacy.screening import cards

_TAIWAN = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))
_NO_I_O = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def nino_gb(written: str) -> bool:
    """National Insurance number (HMRC, NIM39110): prefixes never given out."""
    return written[:2] not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}


def pension_de(written: str) -> bool:
    """Rentenversicherungsnummer (VKVV, section 4)."""
    signs = _signs(written)
    digits = _digits(f"{signs[:8]}{_letter(signs[8]):02}{signs[9:11]}")
    weights = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
    total = sum(_cross(d * w) for d, w in zip(digits, weights, strict=True))
    return total % 10 == int(signs[11])


def insured_de(written: str) -> bool:
    """Krankenversichertennummer (SGB V, section 290): a letter and nine digits."""
    digits = _digits(f"{_letter(written[0]):02}{written[1:9]}")
    weights = (1, 2) * 5
    total = sum(_cross(d * w) for d, w in zip(digits, weights, strict=True))
    return total % 10 == int(written[9])


def personal_hu(written: str) -> bool:
    """Személyi azonosító (Act XX of 1996): two ways of weighing, by year of birth."""
    digits = _digits(written)
    ways = (range(1, 11), range(10, 0, -1))
    right = any(_sum(digits, way) % 11 == digits[10] for way in ways)
    return right and _is_day(written[3:5], written[5:7])


def tax_hu(written: str) -> bool:
    """Adóazonosító jel (Act XX of 1996)."""
    digits = _digits(written)
    return _sum(digits, range(1, 10)) % 11 == digits[9]


def insured_hu(written: str) -> bool:
    """TAJ number (Act XX of 1996): weights 3 and 7 in turn."""
    digits = _digits(written)
    return _sum(digits, (3, 7) * 4) % 10 == digits[8]


def national_lu(written: str) -> bool:
    """Matricule of Luxembourg: a day of birth, a Luhn digit and a Verhoeff digit."""
    born = _is_day(written[4:6], written[6:8])
    checked = luhn.is_valid(written[:12])
    return born and checked and verhoeff.is_valid(written[:11] + written[12])


def personal_lv(written: str) -> bool:
    """Personas kods: a check digit until 2017; later ones start with 32."""
    digits = _digits(written)
    if written.startswith("32"):
        return True
    weights = (1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    checked = (1101 - _sum(digits, weights)) % 11 % 10 == digits[10]
    return checked and _is_day(written[2:4], written[:2])


def snils_ru(written: str) -> bool:
    """Pension insurance number (SNILS): weighted sum modulo 101."""
    digits = _digits(_signs(written))
    check = _sum(digits, range(9, 0, -1)) % 101 % 100
    return check == digits[9] * 10 + digits[10]


def run_cl(written: str) -> bool:
    """RUN: the number of a person; those of companies begin at fifty million."""
    signs = _signs(written)
    turned = [int(digit) for digit in reversed(signs[:-1])]
    total = sum(digit * (2 + at % 6) for at, digit in enumerate(turned))
    return int(signs[:-1]) < 50_000_000 and "0K987654321"[total % 11] == signs[-1]


def cui_gt(written: str) -> bool:
    """CUI of Guatemala: a digit modulo 11, then department and municipality."""
    digits = _digits(written)
    placed = 1 <= int(written[9:11]) <= 22 and written[11:] != "00"
    return placed and _sum(digits, range(2, 10)) % 11 == digits[8]


def dui_sv(written: str) -> bool:
    """DUI of El Salvador."""
    digits = _digits(written)
    return -_sum(digits, range(9, 1, -1)) % 10 == digits[8]


def ci_uy(written: str) -> bool:
    """Cédula of Uruguay: weights 2987634 modulo 10."""
    digits = _digits(_signs(written).zfill(8))
    return -_sum(digits, (2, 9, 8, 7, 6, 3, 4)) % 10 == digits[7]


def national_eg(written: str) -> bool:
    """National number of Egypt: century, a day that exists, governorate."""
    year = 1700 + int(written[:3])  # a 2 stands for 1900, a 3 for 2000
    try:
        date(year, int(written[3:5]), int(written[5:7]))
    except ValueError:
        return False
    return int(written[7:9]) in {*range(1, 36), 88}


def card_hk(written: str) -> bool:
    """Identity card of Hong Kong: weights 9 to 1, a missing letter counts 36."""
    signs = _signs(written).rjust(9)
    values = [36 if sign == " " else int(sign, 36) for sign in signs]
    return _sum(values, range(9, 0, -1)) % 11 == 0


def card_lk(written: str) -> bool:
    """Identity card of Sri Lanka: the day of the year, 500 more for women."""
    at = 4 if len(written) == 12 else 2
    return 1 <= int(written[at : at + 3]) % 500 <= 366


def card_sg(written: str) -> bool:
    """NRIC and FIN of Singapore."""
    more = {"T": 4, "G": 4, "M": 3}.get(written[0], 0)
    total = _sum(_digits(written[1:8]), (2, 7, 6, 5, 4, 3, 2)) + more
    letters = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "M": "XWUTRQPNJLK"}
    return letters.get(written[0], "XWUTRQPNMLK")[total % 11] == written[8]


def card_tw(written: str) -> bool:
    """Identity card of Taiwan: the letter stands for two digits."""
    tens, units = divmod(_TAIWAN[written[0]], 10)
    digits = _digits(written[1:])
    total = tens + 9 * units + _sum(digits, (8, 7, 6, 5, 4, 3, 2, 1, 1))
    return total % 10 == 0


def medicare_au(written: str) -> bool:
    """Medicare card of Australia: weights 1, 3, 7, 9 over eight digits."""
    digits = _digits(written)
    return _sum(digits, (1, 3, 7, 9) * 2) % 10 == digits[8]


def patient_nz(written: str) -> bool:
    """NHI number of New Zealand (HISO 10046): modulo 11, or 23 in letters."""
    values = [
        int(sign) if sign.isdigit() else _NO_I_O.index(sign) + 1 for sign in written
    ]
    total = _sum(values, range(7, 1, -1))
    if written[6].isalpha():
        return values[6] == 23 - total % 23
    return total % 11 != 0 and (11 - total % 11) % 10 == values[6]


def health_br(written: str) -> bool:
    """Cartão Nacional de Saúde: weights 15 to 1 modulo 11."""
    return _sum(_digits(written), range(15, 0, -1)) % 11 == 0


def ontario_ca(written: str) -> bool:
    """Health card of Ontario: Luhn, then the two letters of its version."""
    return cards.luhn(written[:10])


def _signs(written: str) -> str:
    return re.sub("[^0-9A-Z]", "", written)


def _digits(written: str) -> list[int]:
    return [int(digit) for digit in written]


def _letter(sign: str) -> int:
    return ord(sign) - ord("A") + 1


def _cross(number: int) -> int:
    return number // 10 + number % 10


def _sum(digits: Sequence[int], weights: Sequence[int]) -> int:
    """The digits weighed; those without a weight do not count."""
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def _is_day(month: str, day: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31
