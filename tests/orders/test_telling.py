"""Telling: dates, rates and free things in plain words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from orders import keeping, telling, terms
from orders.models import Event, Line, Order, Payment
from privacy import declarations


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), "on 24 November 2026"),
        (date(2026, 11, 24), date(2026, 11, 25), "between 24 and 25 November 2026"),
        (
            date(2026, 11, 30),
            date(2026, 12, 1),
            "between 30 November and 1 December 2026",
        ),
        (
            date(2026, 12, 31),
            date(2027, 1, 4),
            "between 31 December 2026 and 4 January 2027",
        ),
    ],
)
def test_arrival_is_told_in_dates(first, last, words):
    assert telling.arrival(Order(earliest_on=first, latest_on=last)) == words


def test_rates_have_no_needless_zeros():
    told = [telling.percent(Decimal(rate)) for rate in ("20.00", "5.50", "0", "100")]
    assert told == ["20%", "5.5%", "0%", "100%"]


def test_no_price_is_called_free():
    assert telling.free_or(Decimal(0), "GBP") == "free"
    assert telling.free_or(Decimal(340), "GBP") == "£3.40"


def test_each_tax_rate_has_its_line(place):
    bill = telling.bill(place(delivery="own", items=_mixed()))
    assert [label for label, _ in bill.taxes] == ["VAT 5% included", "VAT 20% included"]


def test_the_tax_has_the_name_the_merchant_gives_it(place, settings):
    settings.SHOP_TAX_NAME = "GST"
    assert telling.bill(place(items=_mixed())).taxes[0][0] == "GST 5% included"


def _mixed():
    from orders.placing import Item

    return [
        Item(str(rate), "Thing", "", Decimal(1000), 1, Decimal(rate))
        for rate in (0, 5, 20)
    ]


def test_the_merchant_sets_prices_taxes_and_hours(settings):
    settings.SHOP_DELIVERY = {"pickup": terms.DELIVERY["pickup"]}
    settings.SHOP_DELIVERY_TAX_RATE = "25.5"
    settings.SHOP_CUT_OFF_HOUR = 9
    assert list(terms.delivery()) == ["pickup"]
    assert terms.delivery_tax_rate() == Decimal("25.5")
    assert terms.cut_off_hour() == 9


@pytest.mark.parametrize("model", [Order, Line, Payment, Event])
def test_every_sealed_fact_goes_and_every_plain_one_is_for_the_books(model):
    for name, said in declarations.of(model).personal.items():
        if said.in_clear and not name.endswith("_index"):
            assert said.erasure is keeping.BOOKS
            assert said.retention.months == keeping.BOOKS.months == 72
        else:
            assert said.retention.months == 24
            assert said.erasure is declarations.Erasure.CLEAR
        assert said.why[0].isupper()


def test_the_carrier_may_get_name_and_address_and_nothing_else():
    given = {
        name
        for model in (Order, Line, Payment, Event)
        for name, said in declarations.of(model).personal.items()
        if "carrier" in said.recipients
    }
    assert given == {"contact_name", "delivery_address"}
