"""A page is opened at Stripe once, with consent, and says nothing of the person."""

from __future__ import annotations

import pytest

from orders import payments
from orders.models import Order, Payment
from orders.payments import Refused, UnknownMethod, Unreachable
from orders.providers import agreeing, offering, opening, tasks
from orders.providers import stripe as stripes
from orders.providers.stripe import NotAgreed
from privacy.consent import Consent, SentenceChanged
from privacy.disclosure import Disclosure
from privacy.letters.models import Letter
from tests.orders.conftest import MONDAY
from tests.orders.providers import recorded

PRICE = "line_items[0][price_data]"


def fresh(order):
    return Order.objects.select_related("payment").get(pk=order.pk)


def test_without_its_keys_the_shop_knows_no_stripe(db, settings):
    assert [way.key for way in payments.methods()] == ["transfer", "test"]
    with pytest.raises(UnknownMethod):
        payments.method("stripe")
    assert agreeing.recipient("stripe") is None
    assert agreeing.sentence("stripe") == ""


def test_stripe_hears_number_amount_and_language_and_nothing_else(order, stripe):
    opening.open_page(order=order, at=MONDAY)
    [(method, path, fields, headers)] = stripe.asked
    assert (method, path) == ("POST", "/v1/checkout/sessions")
    assert fields == {
        "mode": "payment",
        "payment_method_types[0]": "card",
        "client_reference_id": order.number,
        "line_items[0][quantity]": "1",
        f"{PRICE}[currency]": "gbp",
        f"{PRICE}[unit_amount]": "5700",
        f"{PRICE}[product_data][name]": f"Order {order.number}",
        "locale": "en-GB",
        "success_url": "http://127.0.0.1:8000/payments/back/",
        "cancel_url": "http://127.0.0.1:8000/payments/back/",
    }
    assert set(headers) == {"Idempotency-Key"}
    told = f"{stripe.asked}".lower()
    assert not any(word in told for word in ("maya", "okafor", "hawthorn", "eh6"))


def test_the_page_is_kept_sealed_and_leaves_one_row_in_the_ledger(
    order, stripe, record
):
    opening.open_page(order=order, at=MONDAY)
    opening.open_page(order=order, at=MONDAY)
    assert len(stripe.asked) == 1
    kept = record(order)
    assert (kept.session, kept.result) == ("cs_test_1", "awaited")
    assert kept.page == "https://checkout.stripe.com/c/pay/cs_test_1#fid"
    [left] = Disclosure.objects.filter(recipient="stripe")
    assert (left.fields, left.purpose) == (["number", "amount"], "order_confirmation")
    assert left.consent == fresh(order).payment.consent
    assert Payment.objects.get().asks_at == MONDAY + opening.FIRST


def test_two_who_open_it_at_once_get_one_page(order, stripe, record):
    """What is known of the first is lost on the way: the second asks the same again."""
    opening.open_page(order=order, at=MONDAY)
    bare = stripes.Stripe().prepared()
    payment = Payment.objects.get()
    payment.verification = bare
    payment.save()
    opening.open_page(order=fresh(order), at=MONDAY)
    first, second = stripe.asked
    assert first == second
    assert list(stripe.sessions) == ["cs_test_1"]
    assert record(order).session == "cs_test_1"


def test_without_consent_nothing_leaves(place, stripe):
    order = place(payment="stripe")
    with pytest.raises(NotAgreed):
        opening.open_page(order=order, at=MONDAY)
    assert stripe.asked == []
    assert not Disclosure.objects.exists()


def test_a_consent_taken_back_stops_the_next_question(opened_order, stripe):
    assert agreeing.take_back(order=opened_order, at=MONDAY)
    assert not agreeing.take_back(order=fresh(opened_order), at=MONDAY)
    with pytest.raises(NotAgreed):
        stripes.Stripe().ask("cs_test_1", Payment.objects.get(), at=MONDAY)
    assert len(stripe.asked) == 1


def test_an_agreement_is_a_record_with_a_receipt_and_is_given_once(order):
    agreed = Consent.objects.get()
    assert agreed.sentence == (
        "Give Stripe the number of your order and the amount to take your payment by "
        "card, and to send money back to it."
    )
    assert agreed.recipient_name == "Stripe"
    assert [each["attribute"] for each in agreed.information] == [
        "orders.Order.number",
        "orders.Payment.amount",
    ]
    assert Letter.objects.filter(template="consent_given").count() == 1
    assert not agreeing.agree(order=order, words=agreed.sentence, at=MONDAY)
    assert Consent.objects.count() == 1


def test_only_the_words_of_today_can_be_agreed_to(place, stripe):
    order = fresh(place(payment="stripe"))
    for call in (
        lambda: agreeing.agree(order=order, words="Give Stripe all.", at=MONDAY),
        lambda: agreeing.agree_again(order=order, digest="0" * 64, at=MONDAY),
    ):
        with pytest.raises(SentenceChanged):
            call()
    assert not agreeing.agree(order=fresh(place()), words="Any.", at=MONDAY)


def test_an_erased_link_is_no_page_to_take_an_agreement_back_on(place, stripe):
    order = place(payment="stripe")
    Order.objects.filter(pk=order.pk).update(link=None, link_index=None)
    words = agreeing.sentence("stripe")
    assert agreeing.agree(order=fresh(order), words=words, at=MONDAY)


def test_what_is_settled_or_in_doubt_opens_no_page(order, advance, stripe):
    Payment.objects.update(doubted_at=MONDAY)
    opening.open_page(order=order, at=MONDAY)
    Payment.objects.update(doubted_at=None)
    advance(order, "mark-paid")
    opening.open_page(order=order, at=MONDAY)
    assert stripe.asked == []


def test_a_page_that_comes_after_the_order_was_cancelled_is_not_kept(
    order, advance, stripe, record, monkeypatch
):
    really = stripes.Stripe.open

    def slowly(self, *told, **more):
        opened = really(self, *told, **more)
        advance(fresh(order), "cancel")
        return opened

    monkeypatch.setattr(stripes.Stripe, "open", slowly)
    opening.open_page(order=order, at=MONDAY)
    assert record(order).session is None
    assert Payment.objects.get().asks_at is None


def test_a_shop_that_lost_its_keys_opens_no_page(order, settings, stripe):
    settings.STRIPE_KEY = ""
    with pytest.raises(Refused):
        opening.open_page(order=order, at=MONDAY)
    assert stripe.asked == []


@pytest.mark.parametrize("status", recorded.ERROR)
def test_what_stripe_refuses_is_told_apart_from_what_may_pass(
    order, stripe, status, record, caplog
):
    stripe.says = status, recorded.ERROR[status]
    with pytest.raises(Refused if status in {400, 402, 404} else Unreachable):
        opening.open_page(order=order, at=MONDAY)
    assert record(order).session is None
    assert recorded.KEY not in caplog.text


def test_an_answer_that_is_no_session_is_as_good_as_none(order, stripe):
    for told in ({}, {"object": "checkout.session"}, recorded.ERROR[400]):
        stripe.says = 200, told
        with pytest.raises(Unreachable):
            opening.open_page(order=order, at=MONDAY)


def test_a_link_to_anywhere_else_is_never_shown(order, stripe, record):
    fields = stripes.asked(order, order.payment)
    for url in (
        "http://checkout.stripe.com/x",
        "https://evil.example.net/",
        "//[",
        None,
    ):
        stripe.says = 200, recorded.session(fields, url=url)
        opening.open_page(order=order, at=MONDAY)
        assert record(order).page is None


def test_the_worker_has_the_page_ready_and_survives_a_provider_that_is_away(
    order, stripe, record, caplog
):
    stripe.says = 500, recorded.ERROR[500]
    tasks.open_page(str(order.pk))
    assert "Unreachable" in caplog.text
    stripe.says = None
    tasks.open_page(str(order.pk))
    assert record(order).page
    tasks.open_page("01890000-0000-7000-8000-000000000000")


def test_the_page_asks_the_worker_once_the_agreement_stands(
    place, stripe, django_capture_on_commit_callbacks, monkeypatch
):
    asked = []
    monkeypatch.setattr(
        tasks.open_page, "apply_async", lambda ids, *_, **__: asked.append(ids)
    )
    with django_capture_on_commit_callbacks(execute=True):
        order = place(payment="stripe")
        agreeing.agree(order=order, words=agreeing.sentence("stripe"), at=MONDAY)
    assert asked == [(str(order.pk),)]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"STRIPE_KEY": "pk_live_x"}, "secret or restricted key"),
        ({"STRIPE_KEY": ""}, "secret or restricted key"),
        ({"DEMO": False}, "play money"),
        ({"STRIPE_WEBHOOK_SECRETS": []}, "STRIPE_WEBHOOK_SECRETS"),
        ({"STRIPE_WEBHOOK_SECRETS": ["whsec_a", "x"]}, "STRIPE_WEBHOOK_SECRETS"),
        ({"STRIPE_API": "http://api.example.net"}, "https"),
        ({"SHOP_CURRENCY": "MGA"}, "other units"),
        ({"SHOP_CURRENCY": "KWD"}, "other units"),
        ({"SHOP_CURRENCY": "ISK"}, "other units"),
    ],
)
def test_a_shop_that_is_set_up_by_halves_does_not_start(
    with_stripe, settings, changed, said
):
    assert offering.is_whole() == []
    for name, value in changed.items():
        setattr(settings, name, value)
    [fault] = offering.is_whole()
    assert said in fault.msg


def test_a_shop_without_stripe_and_one_in_yen_have_no_fault(with_stripe, settings):
    settings.SHOP_CURRENCY = "JPY"
    assert offering.is_whole() == []
    settings.STRIPE_KEY, settings.STRIPE_WEBHOOK_SECRETS = "", []
    assert offering.is_whole() == []
