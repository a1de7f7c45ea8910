"""Payments: what verifies one is sealed, and no card number gets in."""

from __future__ import annotations

import pytest

from orders import payments
from orders.models import Payment, PaymentVerification
from orders.payment import CardNumberRefused
from privacy import purposes
from privacy.purposes import Purpose, PurposeRefused


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


def test_every_provider_speaks_the_protocol():
    for provider in payments.methods():
        assert payments.method(provider.key).name == provider.name
        assert provider.hint.endswith(".")
        assert provider.prepared().provider == provider.key
        assert provider.result() in {"matched", "approved"}
