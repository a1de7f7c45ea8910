"""Payments: what verifies one is sealed, and no card number gets in."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from orders import payments
from orders.models import Payment, PaymentVerification
from orders.payment import CardNumberRefused
from privacy import purposes
from privacy.copies import wording
from privacy.purposes import Purpose, PurposeRefused
from tests.orders.conftest import MONDAY


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "x4111111111111",
    ],
)
def test_no_card_number_gets_into_the_record(number):
    for part in ("provider", "code", "reference", "result", "brand", "last_four"):
        with pytest.raises(CardNumberRefused) as refused:
            PaymentVerification(**({"provider": "card"} | {part: number}))
        assert "4111" not in str(refused.value)


def test_of_a_card_the_last_four_digits_may_stay():
    kept = PaymentVerification(
        "card", reference="pi_3Mtw", brand="Visa", last_four="4242"
    )
    assert kept.last_four == "4242"
    with pytest.raises(CardNumberRefused, match="only the last four"):
        PaymentVerification("card", last_four="14242")


def test_the_record_keeps_its_values_out_of_logs():
    kept = PaymentVerification("transfer", code="FW7K2M9Q")
    assert repr(kept) == str(kept) == "<PaymentVerification by transfer: awaited>"


def test_the_record_opens_for_its_purposes_alone(order):
    stored = Payment.objects.get()
    with pytest.raises(PurposeRefused):
        _ = stored.verification
    with purposes.using(Purpose.DELIVERY), pytest.raises(PurposeRefused):
        _ = stored.verification
    with purposes.using(Purpose.ACCOUNTING):
        assert stored.verification.provider == "transfer"


def test_a_transfer_is_matched_by_its_reference(order, code_of):
    assert Payment.objects.with_code(code_of(order)).get().order == order
    assert not Payment.objects.with_code("FWAAAAAA").exists()


def test_the_reference_stays_when_the_transfer_is_matched(order, advance, code_of):
    code = code_of(order)
    advance(order, "mark-paid")
    assert code_of(order) == code
    assert Payment.objects.with_code(code).get().order == order


def test_a_test_payment_has_no_reference_and_stores_no_digest(place, code_of):
    order = place(payment="test")
    assert code_of(order) is None
    assert order.payment.code_index is None


def test_a_transfer_goes_back_by_hand(order):
    way = payments.method("transfer")
    assert not way.refunds
    with pytest.raises(payments.Refused):
        way.refund(order.payment, Decimal(1), uuid4(), MONDAY)


def test_the_test_provider_sends_back_once_for_each_key(place):
    way, payment, key = payments.method("test"), place(payment="test").payment, uuid4()
    first = way.refund(payment, Decimal(1), key, MONDAY)
    assert way.refund(payment, Decimal(1), key, MONDAY) == first
    assert way.refund(payment, Decimal(1), uuid4(), MONDAY) != first


def test_a_way_that_is_offered_twice_is_there_once(monkeypatch):
    monkeypatch.setattr(payments, "_OFFERED", [])
    for _ in range(2):
        payments.offer(payments.TestProvider)
    payments.offer(lambda: None)
    assert [way.key for way in payments.methods()] == ["transfer", "test", "test"]


def test_what_a_page_at_a_provider_leaves_is_read_in_words(order):
    kept = PaymentVerification(
        "stripe", reference="pi_1", brand="visa", last_four="4242", checks="cvc: pass"
    )
    lines = wording.lines(order.payment, "verification", kept)
    assert "Checks: cvc: pass" in lines
    assert "Card: visa 4242" in lines


def test_every_provider_speaks_the_protocol():
    for provider in payments.methods():
        assert provider.pays_here == bool(provider.page)
        assert payments.method(provider.key).name == provider.name
        assert provider.hint.endswith(".")
        assert provider.prepared().provider == provider.key
        assert provider.result() in {"matched", "approved"}
