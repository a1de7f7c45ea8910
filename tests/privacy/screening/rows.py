"""The test set: what must be found and what must pass, a row for each sort of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from privacy.screening import Kind
from privacy.screening.numbers import BY_KEY
from tests.privacy.screening import (
    account_samples,
    card_samples,
    company_samples,
    everyday_samples,
    parcel_samples,
    passport_samples,
    people_samples,
)

COUNT = 300
"""Texts of each sort."""
EACH = 40
"""Texts of each country's number: thirty countries and more make a kind."""
CHECKED = 12
"""Wrong or unnamed numbers of each country."""


@dataclass(frozen=True)
class Row:
    """One sort of text. ``kind`` is what it holds; None where it must pass."""

    sort: str
    name: str
    kind: Kind | None
    make: Callable[[], Iterator[str]]


def must_find() -> list[Row]:
    """Return the rows whose every text holds a number that we never need."""
    return [*_cards(), *_accounts(), *_people(), *_passports()]


def must_pass() -> list[Row]:
    """Return the rows whose every text may pass."""
    made = {
        "order numbers of ours": everyday_samples.of_ours("FW-******"),
        "case references of ours": everyday_samples.of_ours("R-******"),
        "transfer references of ours": everyday_samples.of_ours("FW******"),
        "telephone numbers": everyday_samples.phones,
        "telephone numbers by suspicious words": everyday_samples.beside,
        "UPS": partial(parcel_samples.of_carrier, "UPS"),
        "Royal Mail and other S10": parcel_samples.s10,
        "DHL": partial(parcel_samples.of_carrier, "DHL"),
        "FedEx": partial(parcel_samples.of_carrier, "FedEx"),
        "USPS": partial(parcel_samples.of_carrier, "USPS"),
        "DPD, Evri and Yodel": partial(
            parcel_samples.of_carrier, "DPD, Evri and Yodel"
        ),
        "addresses and postcodes": everyday_samples.addresses,
        "ISBN": parcel_samples.isbns,
        "EAN, UPC and GTIN": parcel_samples.barcodes,
        "IMEI": parcel_samples.imeis,
        "VAT and company numbers": company_samples.vat,
        "SIREN and SIRET": company_samples.french,
        "CNPJ": company_samples.brazilian,
        "dates": everyday_samples.dates,
        "amounts and price lists": everyday_samples.amounts,
        "references of others": everyday_samples.references,
        "names and email addresses": everyday_samples.names,
        "talk with suspicious words": everyday_samples.talk,
        "cards with a wrong digit": card_samples.wrong,
        "IBANs with a wrong digit": account_samples.wrong_ibans,
    }
    counted = {
        "identity numbers with a wrong digit": _wrong(Kind.IDENTITY, CHECKED),
        "health numbers with a wrong digit": _wrong(Kind.HEALTH, 5 * CHECKED),
        "right numbers without a word": partial(people_samples.bare, CHECKED),
    }
    rows = [Row(name, "", None, partial(make, COUNT)) for name, make in made.items()]
    return rows + [Row(name, "", None, make) for name, make in counted.items()]


def _wrong(kind: Kind, each: int) -> Callable[[], Iterator[str]]:
    return partial(people_samples.wrong_ones, kind, each)


def _cards() -> Iterator[Row]:
    for brand in card_samples.BRANDS:
        made = partial(card_samples.of_brand, brand, COUNT)
        yield Row("cards", brand, Kind.CARD, made)
    named = partial(card_samples.named, COUNT)
    yield Row("cards", "12 and 13 digits beside a word", Kind.CARD, named)
    for dress in card_samples.DRESSES:
        made = partial(card_samples.dressed, dress, COUNT)
        yield Row("cards in odd dress", dress, Kind.CARD, made)


def _accounts() -> Iterator[Row]:
    made = {
        "IBAN, 89 countries": account_samples.ibans,
        "sort code and account": account_samples.british,
        "routing number and account": account_samples.american,
        "called an account in ten languages": account_samples.at_home,
    }
    for name, make in made.items():
        yield Row("bank accounts", name, Kind.BANK_ACCOUNT, partial(make, COUNT))


def _people() -> Iterator[Row]:
    for key in people_samples.PEOPLE:
        kind = BY_KEY[key].kind
        sort = "identity numbers" if kind is Kind.IDENTITY else "health numbers"
        yield Row(sort, key, kind, partial(people_samples.of, key, EACH))


def _passports() -> Iterator[Row]:
    for country in passport_samples.PASSPORTS:
        made = partial(passport_samples.of, country, EACH)
        yield Row("passports", country, Kind.PASSPORT, made)
    feet = partial(passport_samples.feet, EACH)
    yield Row("passports", "machine-readable line", Kind.PASSPORT, feet)
