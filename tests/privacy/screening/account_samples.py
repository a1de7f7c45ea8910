"""Bank accounts, right and wrong: IBANs of every country, and accounts at home."""

from __future__ import annotations

import re
from importlib.resources import files

from tests.privacy.screening.making import LETTERS, fill, in_fours, rng, weighed

FRAMES = (
    "{n}",
    "IBAN: {n}",
    "Please send the refund to {n}.",
    "Bitte auf mein Konto {n} überweisen, danke",
    "Mon compte est {n} merci",
    "refund for FW-7K2M9Q to\n{n}\nAlice Ashdown",
)
BRITISH = (
    "sort code {s} account {a}",
    "Sort code: {s}, account number: {a}",
    "my bank is Shoreline, account no {a}, sort code {s}",
    "account number {a}\nsort code {s}",
    "Refund to A Ashdown, sort-code {s}, acc no {a} please",
)
AMERICAN = (
    "routing number {r} account number {a}",
    "ABA {r}, account {a}",
    "Routing: {r} Account: {a}",
    "wire it to account {a} with routing number {r}",
)
AT_HOME = (
    "Kontonummer {n}",
    "mon numéro de compte est {n}",
    "número de cuenta: {n}",
    "numer konta {n}",
    "CLABE {n}",
    "Numero di conto {n}",
    "bank account number {n}",
    "rekeningnummer {n}",
    "口座番号 {n}",
    "номер счёта {n}",
)


def registry():
    """Return country and form of its numbers, such as ("DE", "18!n"), as registered."""
    text = files("stdnum").joinpath("iban.dat").read_text("utf-8")
    return re.findall(r'^([A-Z]{2}) .*bban="([^"]+)"', text, re.MULTILINE)


def iban(chance, country, form):
    """Return a number with right check digits (ISO 7064, modulo 97)."""
    signs = {"n": "0123456789", "a": LETTERS, "c": LETTERS + "0123456789"}
    body = "".join(
        chance.choice(signs[kind])
        for size, kind in re.findall(r"(\d+)!?([nac])", form)
        for _ in range(int(size))
    )
    turned = "".join(str(int(sign, 36)) for sign in f"{body}{country}00")
    return f"{country}{98 - int(turned) % 97:02}{body}"


def ibans(count):
    """Yield texts with the number of each country in turn, in one piece or in fours."""
    chance, countries = rng("iban"), registry()
    for at in range(count):
        number = iban(chance, *countries[at % len(countries)])
        written = (number, in_fours(number), number.lower(), in_fours(number))
        yield FRAMES[at % len(FRAMES)].format(n=written[chance.randrange(4)])


def wrong_ibans(count):
    """Yield numbers of which one digit is wrong."""
    chance, countries = rng("wrong iban"), registry()
    for at in range(count):
        number = iban(chance, *countries[at % len(countries)])
        number = number[:2] + f"{(int(number[2:4]) + 1) % 97:02}" + number[4:]
        yield "IBAN " + (in_fours(number) if at % 2 else number)


def british(count):
    """Yield sort codes with accounts."""
    chance = rng("british")
    for at in range(count):
        code = fill(chance, ("##-##-##", "## ## ##", "######")[at % 3])
        account = fill(chance, ("########", "#### ####", "#######")[at % 3])
        yield BRITISH[at % len(BRITISH)].format(s=code, a=account)


def american(count):
    """Yield routing numbers (ABA: weights 3, 7, 1) with accounts."""
    chance = rng("american")
    for at in range(count):
        body = fill(chance, "[0123]#######")
        check = -weighed(body, (3, 7, 1, 3, 7, 1, 3, 7)) % 10
        account = fill(chance, "#" * chance.randrange(8, 13))
        yield AMERICAN[at % len(AMERICAN)].format(r=f"{body}{check}", a=account)


def at_home(count):
    """Yield numbers that a word calls those of an account."""
    chance = rng("at home")
    for at in range(count):
        number = fill(chance, "#" * chance.randrange(8, 19))
        yield AT_HOME[at % len(AT_HOME)].format(n=number)
