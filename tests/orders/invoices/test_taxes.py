"""The tax inside a price follows the country, where the merchant says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from orders import delivery, keeping, taxes
from orders.addresses import Address
from orders.invoices import reading
from orders.taxes import TaxClass
from privacy import consent, purposes, recipients
from privacy.purposes import Purpose
from shop.checkout import offer
from tests.orders.conftest import MONDAY, PEN
from tests.orders.invoices.conftest import invoice_of

TODAY = date(2026, 11, 23)
BERLIN = Address("DE", "Uferweg 7", "", "Berlin", "", "10115")


def rate(at_home, to):
    return taxes.rate(Decimal(at_home), to=to, on=TODAY)


def test_without_a_setting_the_products_own_rate_counts_everywhere():
    assert [rate(20, to) for to in ("GB", "DE", "US")] == [20, 20, 20]
    assert rate("17.5", "GB") == Decimal("17.5")


@pytest.mark.parametrize(
    ("at_home", "to", "there"),
    [
        (20, "DE", "19"),
        (5, "DE", "7"),
        (0, "DE", "19"),  # Germany has no class without tax: never too little.
        ("17.5", "DE", "19"),
        (0, "IE", "0"),
        (5, "FR", "10"),
        (20, "MC", "20"),
        (20, "CH", "20"),
    ],
)
def test_the_class_is_charged_at_the_rate_of_the_country(settings, at_home, to, there):
    settings.SHOP_TAX_REGISTERED = ["OSS"]
    assert rate(at_home, to) == Decimal(there)


def test_a_country_can_be_named_alone(settings):
    settings.SHOP_TAX_REGISTERED = ["CH"]
    assert (rate(20, "CH"), rate(20, "DE")) == (Decimal("8.1"), 20)


def test_home_stays_home_whatever_is_named(settings):
    settings.SHOP_TAX_REGISTERED = ["GB", "OSS"]
    settings.SHOP_TAX_FREE_EXPORTS = True
    assert (rate(20, "GB"), rate(5, "IM")) == (20, 5)


def test_of_a_home_without_rates_everything_is_standard(settings):
    settings.SHOP_COUNTRY, settings.SHOP_TAX_REGISTERED = "US", ["DE"]
    assert rate(5, "DE") == 19


def test_what_leaves_the_area_may_be_free_of_tax(settings):
    settings.SHOP_TAX_FREE_EXPORTS = True
    assert (rate(20, "DE"), rate(20, "US")) == (0, 0)
    settings.SHOP_COUNTRY = "DE"
    assert (rate(19, "FR"), rate(19, "GB")) == (19, 0)


def test_the_rates_are_those_of_the_day():
    before, after = (taxes.rates("FI", on=date(year, 6, 1)) for year in (2025, 2026))
    assert before.of(TaxClass.REDUCED) == 14
    assert after.of(TaxClass.REDUCED) == Decimal("13.5")
    assert taxes.rates("FI", on=date(2000, 1, 1)) is None
    assert taxes.rates("US", on=TODAY) is None


def test_every_state_of_the_union_has_rates_and_each_block_its_source():
    assert {each.country for each in taxes.table()} >= taxes.EU | {"GB", "CH", "NO"}
    for each in taxes.table():
        assert 0 < each.by_class[TaxClass.STANDARD] <= 27
        assert all(each.of(kind) <= each.of("standard") for kind in each.by_class)
    text = taxes.FILE.read_text(encoding="utf-8")
    assert text.count("source = ") == text.count("confidence = ") == len(taxes.table())


def test_the_program_does_not_start_where_no_rates_are_known(settings):
    settings.SHOP_TAX_REGISTERED = ["DE", "OSS", "US"]
    (error,) = taxes.registered_where_rates_are_known()
    assert "'US'" in error.msg


@pytest.mark.parametrize(
    ("charged", "country"), [(("19", "7"), "DE"), (("20",), "GB"), ((), "DE")]
)
def test_the_document_names_the_country_whose_rates_were_charged(
    settings, charged, country
):
    settings.SHOP_TAX_REGISTERED = ["DE"]
    found = taxes.due_in("DE", charged=map(Decimal, charged), on=TODAY)
    assert found == country


def test_who_uses_the_one_stop_shop_keeps_the_books_longer(settings):
    settings.SHOP_TAX_REGISTERED = [keeping.ONE_STOP_SHOP]
    assert keeping.books().months == 132
    settings.SHOP_TAX_REGISTERED = ["DE"]
    assert keeping.books().months == 72


def test_an_offer_keeps_its_prices_and_moves_the_tax_inside(settings):
    settings.SHOP_TAX_REGISTERED = ["OSS"]
    line = offer.Line(
        *("PEN-1", "Pen", "", "", "", Decimal(3800), 1, Decimal(5), 9, Decimal(5))
    )
    plain = offer.Offer((line,), offer._totals((line,), None))
    ways = delivery.methods("DE", Decimal(3800), at=MONDAY)
    sent = next(each for each in ways if each.needs_address)
    collected = next(each for each in ways if not each.needs_address)
    there = offer.with_method(plain, sent)
    assert there.totals.items == plain.totals.items == 3800
    assert [(r.rate, r.tax) for r in there.totals.by_rate] == [(7, 249), (19, 232)]
    # Done twice, or changed to collection, it starts from the rate of home.
    assert offer.with_method(there, sent) == there
    assert offer.with_method(there, collected).lines[0].tax_rate == 5


def test_the_invoice_says_whose_tax_it_is(settings, place, advance):
    settings.SHOP_TAX_REGISTERED = ["DE"]
    order = place(
        address=BERLIN,
        items=[replace(PEN, tax_rate=Decimal(19))],
        delivery="carrier",
        consent_sentence=consent.sentence(recipients.get("carrier")),
    )
    advance(order, "mark-paid")
    made = invoice_of(order)
    assert {each.rate for each in made.printed.items} == {"19.00"}
    with purposes.using(Purpose.ACCOUNTING):
        assert reading.sheet(made).tax_name == "VAT in Germany"
