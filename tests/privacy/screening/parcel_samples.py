"""What may pass: codes of parcels and numbers printed on goods."""

from __future__ import annotations

from tests.privacy.screening.making import fill, luhn_digit, rng, weighed

FRAMES = (
    "{n}",
    "tracking number {n}",
    "The parcel {n} has not come",
    "{n} says it was delivered on 12 November",
    "Where is {n}?",
    "Sendungsnummer {n}",
    "Royal Mail card: {n}",
    "I scanned the label: {n}, nothing found",
)
CODES = {
    "UPS": (
        "1Z######[123456789]#########",
        "1Z@##@##########[01]#",
        "1Z ### @## ## #### ### #",
        "T##########",
    ),
    "DHL": (
        "##########",
        "#### #### ##",
        "JJD###################",
        "JJD 00 02 #### #### ####",
        "00340434##########[0123456789]#",
        "JD##################",
        "GM################",
    ),
    "FedEx": (
        "############",
        "#### #### ####",
        "[019]##############",
        "9612019###############",
        "96##################",
        "61299#################",
        "92####################",
    ),
    "USPS": (
        "94[0]0 1### #### #### #### ##",
        "94001###############[0123456789]#",
        "9205 5### #### #### #### ##",
        "420#####9400############[0123456789]#####",
    ),
    "DPD, Evri and Yodel": (
        "1550#########[0123456789]",
        "H00@@@##########",
        "JD00022########[0123456789]#####",
        "T00@@@##########",
    ),
}


def of_carrier(carrier, count):
    """Yield sentences with the code of a parcel."""
    chance, patterns = rng(carrier), CODES[carrier]
    for at in range(count):
        frame = FRAMES[chance.randrange(len(FRAMES))]
        yield frame.format(n=fill(chance, patterns[at % len(patterns)]))


def s10(count):
    """Yield codes of the postal union: Royal Mail and all others."""
    chance = rng("s10")
    for at in range(count):
        body = fill(chance, "########")
        check = 11 - weighed(body, (8, 6, 4, 2, 3, 5, 9, 7)) % 11
        digits = body + str({10: 0, 11: 5}.get(check, check))
        kind = fill(chance, "[RCELVU][ABCDEFGHJKLNRSTXZ]")
        country = ("GB", "DE", "FR", "US", "CN", "NL", "NO", "SE")[at % 8]
        written = (
            f"{kind}{digits}{country}",
            f"{kind} {digits[:3]} {digits[3:6]} {digits[6:]} {country}",
            f"{kind} {digits[:4]} {digits[4:8]} {digits[8]}{country}",
        )[at % 3]
        yield FRAMES[chance.randrange(len(FRAMES))].format(n=written)


def isbns(count):
    """Yield the numbers of books, with ten digits and with thirteen."""
    chance = rng("isbn")
    for at in range(count):
        body = fill(chance, "97[89]#########")
        whole = body + _ean_digit(body)
        nine = fill(chance, "#########")
        check = -weighed(nine, range(10, 1, -1)) % 11
        written = (
            whole,
            f"{whole[:3]}-{whole[3]}-{whole[4:6]}-{whole[6:12]}-{whole[12]}",
            nine + ("X" if check == 10 else str(check)),
        )[at % 3]
        yield ("ISBN {n}", "{n}", "Do you have the book {n}?")[at % 3].format(n=written)


def barcodes(count):
    """Yield the numbers on products: EAN-13, EAN-8, UPC, GTIN-14."""
    chance = rng("ean")
    for at in range(count):
        body = fill(chance, "#" * (12, 7, 11, 12)[at % 4])
        whole = body + _ean_digit(body)
        yield ("{n}", "barcode {n}", "The pen with {n} on it", "EAN: {n}")[
            chance.randrange(4)
        ].format(n=whole)


def imeis(count):
    """Yield numbers of telephones, whose last digit is that of Luhn."""
    chance = rng("imei")
    for at in range(count):
        body = fill(chance, "[38][56]############")
        whole = body + luhn_digit(body)
        yield ("IMEI {n}", "{n}", "serial no {n}")[at % 3].format(n=whole)


def _ean_digit(body):
    weights = [3 if at % 2 == 0 else 1 for at in range(len(body))][::-1]
    return str(-weighed(body, weights) % 10)
