"""Where no notice came the worker asks; nothing is lost, and it does so for a time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orders.models import Order, Payment, Refund
from orders.providers import agreeing, asking, opening, settling, tasks
from orders.providers import stripe as stripes
from orders.states import PaymentState
from privacy.encryption.fields import EncryptedJSONField
from tests.orders.conftest import MONDAY
from tests.orders.providers import recorded

LATER = MONDAY + timedelta(minutes=6)


@pytest.fixture
def ask(opened_order):
    """Ask for the one payment, as the worker does when it is due."""

    def asked(at=LATER):
        for payment_id in asking.due(at=at):
            asking.ask(payment_id=payment_id, at=at)
        return Payment.objects.get()

    return asked


def test_nothing_is_asked_before_its_time(ask, stripe):
    ask(at=MONDAY + timedelta(minutes=4))
    assert len(stripe.asked) == 1


def test_a_payment_whose_notice_never_came_is_found(ask, stripe, opened_order, record):
    stripe.pays()
    payment = ask()
    assert payment.state == PaymentState.PAID
    kept = record(opened_order)
    assert (kept.reference, kept.brand, kept.last_four) == ("pi_1", "visa", "4242")
    assert kept.checks == "cvc: pass; postcode: pass; 3-D Secure: authenticated"
    assert payment.asks_at is None
    method, path, _, _ = stripe.asked[-1]
    assert method == "GET"
    assert path == (
        "/v1/checkout/sessions/cs_test_1?expand%5B%5D=payment_intent.latest_charge"
    )


def test_the_notice_that_comes_later_is_known(ask, stripe, hear):
    paid = stripe.pays()
    ask()
    assert hear(paid, LATER) == "known"


def test_the_card_is_asked_for_once_a_notice_said_paid(
    ask, stripe, hear, opened_order, record
):
    hear(stripe.pays(), LATER)
    assert record(opened_order).last_four is None
    payment = ask()
    assert record(opened_order).last_four == "4242"
    assert payment.asks_at is None
    assert payment.settled_at == LATER


def test_no_more_of_the_card_is_kept_than_that(ask, stripe, hear, opened_order):
    """Neither month, year and fingerprint, nor name and address of its holder."""
    hear(stripe.pays(), LATER)
    written = []
    field = Payment._meta.get_field("verification")
    assert isinstance(field, EncryptedJSONField)
    payment = ask()
    written.append(f"{vars(stripes.opened(payment))}".lower())
    for word in ("jenny", "rosen", "fingerprint", "xt5ew", "2031", "ch_1"):
        assert word not in written[0]


def test_a_page_that_is_still_open_is_asked_for_again_later(ask, stripe):
    payment = ask()
    assert payment.state == PaymentState.OPEN
    assert payment.asks_at == LATER + asking.THEN
    ask()
    assert len(stripe.asked) == 2


def test_an_expired_page_makes_the_payment_payable_again(
    ask, stripe, opened_order, record
):
    stripe.sessions["cs_test_1"] |= recorded.EXPIRED
    payment = ask()
    assert (payment.attempt, payment.asks_at) == (1, None)
    opening.open_page(order=opened_order, at=LATER)
    assert record(opened_order).session == "cs_test_2"


def test_the_page_of_a_cancelled_order_is_closed(ask, stripe, opened_order, advance):
    advance(opened_order, "cancel")
    payment = ask()
    assert stripe.asked[-1][:2] == ("POST", "/v1/checkout/sessions/cs_test_1/expire")
    assert (payment.state, payment.asks_at) == (PaymentState.CANCELLED, None)
    ask(at=LATER + timedelta(days=1))
    assert len(stripe.asked) == 3


def test_a_cancelled_order_that_was_paid_all_the_same_gets_its_money_back(
    ask, stripe, opened_order, advance
):
    advance(opened_order, "cancel")
    stripe.pays()
    assert ask().state == PaymentState.PAID
    assert Refund.objects.get().order == opened_order


@pytest.mark.parametrize("status", [404, 401, 429, 500])
def test_a_provider_that_does_not_answer_is_asked_again(ask, stripe, status, caplog):
    stripe.says = status, recorded.ERROR[status]
    payment = ask()
    assert payment.asks_at == LATER + asking.THEN
    assert "stripe page not asked for" in caplog.text
    stripe.says = None
    stripe.pays()
    assert ask(at=payment.asks_at).is_paid


def test_without_consent_nobody_is_asked(ask, stripe, opened_order, hear):
    agreeing.take_back(order=opened_order, at=MONDAY)
    payment = ask()
    assert len(stripe.asked) == 1
    assert payment.asks_at is None
    assert hear(stripe.pays(), LATER) == "done"


def test_of_two_workers_one_asks(ask, stripe):
    [payment_id] = asking.due(at=LATER)
    asking.ask(payment_id=payment_id, at=LATER)
    asking.ask(payment_id=payment_id, at=LATER)
    assert len(stripe.asked) == 2


def test_a_record_without_a_page_is_asked_for_no_more(ask, stripe, order):
    payment = Payment.objects.get()
    payment.verification = stripes.Stripe().prepared()
    payment.save()
    assert ask().asks_at is None
    Payment.objects.update(asks_at=MONDAY, verification=None, code_index=None)
    assert ask().asks_at is None
    assert len(stripe.asked) == 1


def test_a_shop_that_lost_its_keys_asks_nobody(ask, stripe, settings):
    settings.STRIPE_KEY = ""
    ask()
    assert len(stripe.asked) == 1


def test_the_worker_asks_for_one_and_for_all_that_are_due(
    ask, stripe, opened_order, monkeypatch
):
    monkeypatch.setattr(tasks.timezone, "now", lambda: LATER)
    stripe.pays()
    tasks.ask(str(opened_order.payment.pk))
    assert Order.objects.get().state == "paid"
    Payment.objects.update(asks_at=MONDAY)
    tasks.ask_missed()
    assert Payment.objects.get().asks_at is None


def test_a_card_is_noted_where_the_answer_tells_of_one(ask, stripe, opened_order):
    told = stripes.session.read(stripe.pays())
    settling.note_card(payment=Payment.objects.get(), session=told)
    assert Payment.objects.get().asks_at is None
