"""Cards of every brand, right and wrong, in many kinds of dress."""

from __future__ import annotations

from tests.privacy.screening.making import in_fours, luhn_digit, rng

BRANDS = {
    "Visa": (("4", 16), ("4", 16), ("4", 19)),
    "Mastercard": (("51", 16), ("52", 16), ("55", 16), ("2221", 16), ("2720", 16)),
    "American Express": (("34", 15), ("37", 15)),
    "Diners Club": (("36", 14), ("38", 14), ("300", 14), ("3095", 14), ("36", 16)),
    "Discover": (("6011", 16), ("65", 16), ("644", 16)),
    "JCB": (("3528", 16), ("3589", 16)),
    "UnionPay": (("62", 16), ("62", 17), ("62", 18), ("62", 19)),
    "Maestro": (("5018", 16), ("6304", 18), ("6759", 16), ("6763", 19)),
    "Mir": (("2200", 16), ("2204", 16)),
    "RuPay": (("60720", 16), ("508500", 16), ("6521", 16)),
    "Troy": (("9792", 16),),
    "Elo": (("636368", 16), ("509", 16), ("4389", 16), ("5041", 16)),
    "Hipercard": (("606282", 16),),
    "Verve": (("506099", 16), ("506150", 19)),
    "Dankort": (("5019", 16),),
    "Humo and Uzcard": (("9860", 16), ("8600", 16)),
}
FRAMES = (
    "{n}",
    "My card is {n}.",
    "Take the money from {n}, it ends 12/29",
    "Flat 4 {n}",
    "I typed {n} on the payment page and it failed",
    "Bonjour, ma carte {n} ne marche pas",
    "Kartennummer: {n}, Prüfziffer 123",
    "order FW-7K2M9Q was paid with {n} on 12 November",
)
NAMED = ("My old Visa card {n}", "card number {n}", "tarjeta {n}", "Maestro card: {n}")
GROUPS = {15: (4, 6, 5), 14: (4, 6, 4)}


def made(chance, start, length):
    """Return a card with a right last digit."""
    body = start + "".join(
        chance.choice("0123456789") for _ in range(length - len(start) - 1)
    )
    return body + luhn_digit(body)


def grouped(number, gap=" "):
    """Return a card as it stands on the plastic."""
    sizes, parts = GROUPS.get(len(number), ()), []
    for size in sizes:
        parts.append(number[:size])
        number = number[size:]
    return gap.join(parts or in_fours(number).split(" "))


def of_brand(brand, count):
    """Yield texts with cards of a brand, in one piece, in groups, with dashes."""
    chance = rng(brand)
    for at in range(count):
        number = made(chance, *chance.choice(BRANDS[brand]))
        written = (number, grouped(number), grouped(number, "-"), grouped(number))
        yield FRAMES[at % len(FRAMES)].format(n=written[chance.randrange(4)])


def named(count):
    """Yield short and old cards, which are found beside a word alone."""
    chance = rng("named")
    for at in range(count):
        start, length = chance.choice((("4", 13), ("6759", 12), ("5018", 13)))
        yield NAMED[at % len(NAMED)].format(n=made(chance, start, length))


def _full_width(number):
    return "".join(chr(ord(sign) + 0xFEE0) for sign in number)


DRESSES = {
    "full-width digits": _full_width,
    "Arabic digits": lambda n: "".join(chr(0x660 + int(d)) for d in n),
    "Devanagari digits": lambda n: "".join(chr(0x966 + int(d)) for d in n),
    "hidden signs inside": lambda n: "\u200b".join(n[:8]) + "\u2060" + n[8:],
    "soft hyphens inside": lambda n: grouped(n, "\u00ad"),
    "broken over two lines": lambda n: n[:10] + "\n" + n[10:],
    "groups on four lines": lambda n: grouped(n, "\n"),
    "dots between": lambda n: grouped(n, "."),
    "long dashes between": lambda n: grouped(n, " – "),
    "hard spaces between": lambda n: grouped(n, "\u00a0"),
    "digit by digit": lambda n: " ".join(n),
    "eight and eight": lambda n: n[:8] + " " + n[8:],
    "glued to a word": lambda n: "visa" + n,
}


def dressed(dress, count):
    """Yield cards that are written in an odd way."""
    chance = rng(dress)
    for at in range(count):
        number = made(chance, *chance.choice((("4", 16), ("52", 16), ("2221", 16))))
        yield FRAMES[at % 5].format(n=DRESSES[dress](number))


def wrong(count):
    """Yield cards with a wrong last digit; of nineteen, sixteen may be right again."""
    chance = rng("wrong cards")
    known = [told for brand in BRANDS.values() for told in brand if told[1] <= 16]
    for at in range(count):
        number = made(chance, *chance.choice(known))
        last = str((int(number[-1]) + chance.randrange(1, 10)) % 10)
        yield FRAMES[at % len(FRAMES)].format(n=grouped(number[:-1] + last))
