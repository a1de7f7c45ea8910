"""Money: shown, typed, taxed and added up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from orders import money


@dataclass(frozen=True)
class Sold:
    unit_price: Decimal
    quantity: int
    tax_rate: Decimal


amounts = st.integers(0, 10**9).map(Decimal)
rates = st.sampled_from(["0", "5", "7", "19", "20", "5.5", "8.25", "25"]).map(Decimal)
charges = st.builds(
    Sold,
    unit_price=st.integers(0, 10**6).map(Decimal),
    quantity=st.integers(1, 99),
    tax_rate=rates,
)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (950, "GBP", "£9.50"),
        (123450, "GBP", "£1,234.50"),
        (0, "GBP", "£0.00"),
        (-100, "GBP", "−£1.00"),
        (950, "JPY", "¥950"),
        (1234, "KWD", "KWD\xa01.234"),
        (5, "EUR", "€0.05"),
        (12345, "UYW", "UYW\xa01.2345"),
        (1999, "CHF", "CHF\xa019.99"),
    ],
)
def test_an_amount_is_shown_as_people_read_it(amount, currency, text):
    assert money.shown(Decimal(amount), currency) == text


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("9.50", "GBP", 950),
        ("£9.5", "GBP", 950),
        (" 1,234.50 ", "GBP", 123450),
        ("GBP 7", "GBP", 700),
        ("950", "JPY", 950),
        ("1.2", "KWD", 1200),
        ("0", "GBP", 0),
    ],
)
def test_typed_money_becomes_minor_units(text, currency, amount):
    assert money.parsed(text, currency) == amount


@pytest.mark.parametrize(
    ("text", "currency", "sentence"),
    [
        ("", "GBP", "Enter an amount such as 9.50"),
        ("ten", "GBP", "Enter an amount such as 9.50"),
        ("-1", "GBP", "Enter an amount such as 9.50"),
        ("1e5", "GBP", "Enter an amount such as 9.50"),
        ("٩", "GBP", "Enter an amount such as 9.50"),
        ("12,34", "GBP", "Enter an amount such as 9.50"),
        ("1.234", "GBP", "Enter an amount with at most 2 decimals"),
        ("1.5", "JPY", "Enter an amount with at most 0 decimals"),
        ("9" * 15, "GBP", "Enter a smaller amount, such as 9.50"),
    ],
)
def test_what_is_not_money_gets_a_sentence(text, currency, sentence):
    with pytest.raises(money.NotAnAmount, match=f"^{sentence}$"):
        money.parsed(text, currency)


def test_a_currency_is_three_capital_letters():
    with pytest.raises(ValueError, match="three capital letters"):
        money.exponent("gbp")


@given(amounts, st.sampled_from(["GBP", "JPY", "KWD", "UYW"]))
def test_what_is_shown_can_be_typed_again(amount, currency):
    assert money.parsed(money.plain(amount, currency), currency) == amount
    assert money.parsed(money.shown(amount, currency), currency) == amount


def test_floats_and_fractions_are_no_money():
    with pytest.raises(TypeError):
        money.whole(9.5)
    for wrong in ("0.5", "NaN", "Infinity"):
        with pytest.raises(ValueError, match="whole number"):
            money.whole(Decimal(wrong))


def test_tax_is_rounded_half_up():
    assert money.tax_included(Decimal(950), Decimal(20)) == 158
    assert money.tax_included(Decimal(3), Decimal(20)) == 1
    assert money.tax_included(Decimal(2), Decimal(20)) == 0
    assert money.tax_included(Decimal(1), Decimal(100)) == 1


def test_a_tax_rate_is_never_negative():
    with pytest.raises(ValueError, match="never negative"):
        money.tax_included(Decimal(1), Decimal(-1))


@given(amounts, rates)
def test_tax_is_within_half_a_unit_of_exact(gross, rate):
    exact = Fraction(gross) * Fraction(rate) / (100 + Fraction(rate))
    assert abs(Fraction(money.tax_included(gross, rate)) - exact) <= Fraction(1, 2)


@given(st.lists(charges, max_size=12), amounts, rates)
def test_an_order_adds_up(lines, delivery, rate):
    added = money.totals(lines, delivery, delivery_rate=rate)
    assert added.total == added.items + added.delivery
    assert added.items == sum(line.unit_price * line.quantity for line in lines)
    assert added.total == sum(share.gross for share in added.by_rate)
    assert added.tax == sum(share.tax for share in added.by_rate)
    assert added.total - added.tax == sum(share.net for share in added.by_rate)


@given(st.lists(charges, max_size=12), amounts, rates)
def test_no_part_of_an_order_is_negative(lines, delivery, rate):
    added = money.totals(lines, delivery, delivery_rate=rate)
    assert 0 <= added.tax <= added.total
    for share in added.by_rate:
        assert 0 <= share.tax <= share.gross
        assert share.gross > 0


@given(st.lists(charges, max_size=8), amounts, rates, st.randoms())
def test_the_order_of_lines_is_irrelevant(lines, delivery, rate, random):
    shuffled = random.sample(lines, len(lines))
    first = money.totals(lines, delivery, delivery_rate=rate)
    assert first == money.totals(shuffled, delivery, delivery_rate=rate)


@given(st.lists(charges, max_size=12), amounts, rates)
def test_the_tax_of_an_order_is_within_half_a_unit_for_each_line(lines, delivery, rate):
    charged = [(line.unit_price * line.quantity, line.tax_rate) for line in lines]
    exact = sum(
        Fraction(gross) * Fraction(percent) / (100 + Fraction(percent))
        for gross, percent in [*charged, (delivery, rate)]
    )
    tax = money.totals(lines, delivery, delivery_rate=rate).tax
    assert abs(Fraction(tax) - exact) <= Fraction(len(lines) + 1, 2)


def test_rates_are_broken_down_from_low_to_high():
    lines = [
        Sold(Decimal(1200), 1, Decimal(20)),
        Sold(Decimal(500), 2, Decimal(0)),
    ]
    added = money.totals(lines, Decimal(340), delivery_rate=Decimal(20))
    assert added.by_rate == (
        money.RateShare(Decimal(0), Decimal(1000), Decimal(0)),
        money.RateShare(Decimal(20), Decimal(1540), Decimal(257)),
    )


@pytest.mark.parametrize(
    "line", [Sold(Decimal(1), 0, Decimal(0)), Sold(Decimal(-1), 1, Decimal(0))]
)
def test_a_line_of_nothing_is_refused(line):
    with pytest.raises(ValueError, match="one unit or more"):
        money.line_total(line)


def test_delivery_never_pays_the_customer():
    with pytest.raises(ValueError, match="less than nothing"):
        money.totals([], Decimal(-1), delivery_rate=Decimal(20))


def test_a_column_of_money_refuses_what_is_not_whole():
    column = money.AmountField()
    assert column.get_db_prep_save(Decimal(950), connection) in (950, "950")
    assert column.get_db_prep_save(None, connection) is None
    with pytest.raises(ValidationError, match="whole number"):
        column.get_db_prep_save(Decimal("9.5"), connection)
    with pytest.raises(TypeError):
        column.get_db_prep_save(9.5, connection)


def test_a_column_of_money_keeps_its_digits_out_of_migrations():
    _, path, _, kwargs = money.AmountField("Price").deconstruct()
    assert path == "orders.money.AmountField"
    assert kwargs == {"verbose_name": "Price"}
