"""Writes the policy as the program keeps it today: all that binds the shop.

It is read from the promises, the declarations, the purposes, the recipients and the
cookies. What was measured changes daily and is no part of it.
"""

from __future__ import annotations

from django.conf import settings

from privacy.promises.promise import PROMISES
from privacy.purposes import Purpose
from privacy.recipients import Basis, Recipient
from shop import cookies
from shop.policy import values
from shop.policy.text import PROMISES as PROMISED
from shop.policy.text import Cell, Row, Section, Text, sentences
from shop.policy.values import Entry, Part

NOTICE_DAYS = 30
LEAST_DAYS = 14
"""How many days after the letter a change that takes something is in force: as a rule,
and at the least."""


def written() -> Text:
    """Return the text as it is today."""
    return (
        _who(),
        _promises(),
        Section(
            "held",
            "Every personal value we may hold",
            (
                "This list is read from the program itself.",
                "A value that is not on it has no place in our database.",
            ),
        ),
        *map(_part, values.parts()),
        _purposes(),
        _never(),
        _others(),
        _cookies(),
        _signals(),
        _rights(),
        _changes(),
    )


def _who() -> Section:
    return Section(
        "who",
        "Who we are",
        (
            f"{settings.SHOP_NAME}, {settings.SHOP_ADDRESS}, runs this shop and "
            "answers for what happens to your data.",
            f"Write to us on the Contact page, or to {settings.SHOP_EMAIL}.",
        ),
    )


def _promises() -> Section:
    rows = (((each.key,), sentences(each.sentence)) for each in PROMISES.values())
    return Section(
        PROMISED, "What we promise", columns=("Number", "Promise"), rows=tuple(rows)
    )


def _part(part: Part) -> Section:
    return Section(
        f"held {part.label}",
        part.about,
        columns=("Value", "Why", "Until", "In our database"),
        rows=tuple(map(_value, part.entries)),
        under="held",
    )


def _value(entry: Entry) -> Row:
    why: Cell = (_sentence(entry.why), f"Used only {', '.join(entry.what_for)}.")
    if entry.goes_to:
        why += tuple(f"Goes to {each}." for each in entry.goes_to)
    until: Cell = (_sentence(entry.until),)
    if entry.kept:
        until += (_sentence(f"Kept that long by law: {entry.kept}"),)
    held = entry.in_clear or "Encrypted with a key of your own"
    return (entry.what,), why, until, sentences(_sentence(held))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].removesuffix('.')}."


def _purposes() -> Section:
    rows = (
        (
            (_sentence(each.words).removesuffix("."),),
            sentences(each.policy),
            (_sentence(each.legal_basis),),
        )
        for each in Purpose
    )
    return Section(
        "purposes",
        "What we use it for, and nothing else",
        (
            "A value opens only for a purpose that its row above names.",
            "For any other the program refuses.",
        ),
        ("Purpose", "What we do", "Allowed by"),
        tuple(rows),
    )


def _never() -> Section:
    return Section(
        "never",
        "What we do not ask for",
        (
            "No phone number, no birth date, no title, no identity document, no photo.",
            "There is no newsletter and no advertising: the program has no purpose for "
            "it, so nothing can be sent for one.",
            "We never see a card number.",
        ),
    )


def _others() -> Section:
    says = [each for party in values.third_parties() for each in _other(party)]
    return Section("others", "Who else may get something", tuple(says or ["Nobody."]))


def _other(party: Recipient) -> tuple[str, ...]:
    if party.basis is not Basis.CONSENT:
        return (f"{party.name}, {party.what_for}: {party.condition}.",)
    return (
        f"{party.name}, {party.what_for}: only if you tick the box that says so in the "
        "checkout.",
        "Without it you can have your order brought by us, or collect it.",
    )


def _cookies() -> Section:
    rows = (
        ((each.name,), (each.purpose,), (each.until,)) for each in cookies.declared()
    )
    return Section(
        "cookies",
        "Cookies",
        (
            "Browsing sets none.",
            "These are set when you need them; none of them needs your permission, so "
            "there is no banner.",
        ),
        ("Name", "Remembers", "How long"),
        tuple(rows),
    )


def _signals() -> Section:
    return Section(
        "signals",
        "Signals from your browser",
        (
            "Some browsers ask that data is not sold or shared (Global Privacy "
            "Control).",
            "We sell and share nothing, whatever a browser says.",
        ),
    )


def _rights() -> Section:
    return Section(
        "rights",
        "What you can ask for",
        (
            "You can see what we hold about you, get a copy of it, correct it, and "
            "have a part of it or all of it erased.",
            "You can object to a use, and take back what you agreed to, with effect at "
            "once.",
            "Do it on the pages Your data and Your choices, or ask on the Contact "
            "page: with an account or without.",
            "We make sure that it is you, and ask for no document.",
            "You get an answer by the day that the law of your country sets, and you "
            "see that day when you ask.",
            "You can also complain to the data protection authority of your country.",
        ),
    )


def _changes() -> Section:
    return Section(
        "changes",
        "When this text changes",
        (
            "Each version keeps its number and its dates, and can be read here as it "
            "was, with what it changed.",
            "Whoever has an account gets a letter about a new version.",
            f"A change that takes something from you is in force {NOTICE_DAYS} days "
            f"after it was published, and never less than {LEAST_DAYS}.",
            "Until then the version before it binds us.",
        ),
    )
