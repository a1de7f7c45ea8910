"""The address where Stripe tells us something: signed JSON, no cookie, no answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from orders.models import Payment, ProviderNotice
from orders.providers import telling_us
from tests.orders.providers import recorded

PATH = "/payments/stripe/"


@pytest.fixture
def browser():
    """Whoever comes: it answers 500 for what nobody expected, as a server does."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def tell(browser):
    """Send a notice as Stripe does."""

    def told(body, *, header=None, kind="application/json", **headers):
        right = recorded.signed(body, timezone.now())
        signature = right if header is None else header
        return browser.generic(
            "POST",
            PATH,
            body,
            content_type=kind,
            headers={"stripe-signature": signature, **headers},
        )

    return told


@pytest.fixture
def notice(opened_order, stripe):
    return recorded.event(stripe.pays(), "checkout.session.completed")


def test_a_signed_notice_settles_the_payment_without_a_cookie(tell, notice):
    answer = tell(notice)
    assert (answer.status_code, answer.content) == (200, b"OK")
    assert answer["Content-Type"] == "text/plain"
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert Payment.objects.get().is_paid


def test_repeated_it_answers_the_same(tell, notice):
    first, second = tell(notice), tell(notice)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert ProviderNotice.objects.count() == 1


@pytest.mark.parametrize(
    "forge",
    [
        {"header": ""},
        {"header": "t=1,v1=00"},
        {"header": recorded.signed(b"{}", timezone.now())},
    ],
)
def test_a_forged_notice_is_refused_and_leaves_nothing(tell, notice, forge):
    answer = tell(notice, **forge)
    assert (answer.status_code, answer.content) == (400, b"Bad Request")
    assert not ProviderNotice.objects.exists()
    assert Payment.objects.get().is_unsettled


def test_a_notice_that_was_kept_for_later_is_refused(tell, notice):
    old = recorded.signed(notice, timezone.now() - timedelta(minutes=6))
    assert tell(notice, header=old).status_code == 400
    assert tell(notice).status_code == 200


def test_signed_nonsense_is_refused(tell, with_stripe, db):
    assert tell(b"{}").status_code == 400
    assert tell(b"").status_code == 400


def test_an_unknown_order_and_an_unknown_kind_get_the_same_answer(tell, notice, stripe):
    """Nobody learns from it which orders there are."""
    other = stripe.sessions["cs_test_1"] | {"client_reference_id": "FW-OTHER"}
    body = recorded.event(other, "checkout.session.completed", "evt_2")
    kind = recorded.event({}, "invoice.paid", "evt_3")
    answers = [tell(each) for each in (notice, body, kind)]
    assert {(each.status_code, each.content) for each in answers} == {(200, b"OK")}
    outcomes = ProviderNotice.objects.order_by("event_id").values_list("outcome")
    assert [each for (each,) in outcomes] == ["done", "not_ours", "ignored"]


def test_too_long_a_notice_is_not_read(tell, with_stripe, db):
    long = b" " * (telling_us.LONGEST + 1)
    assert tell(long).status_code == 413
    assert tell(b" " * (300 * 1024)).status_code == 413


def test_it_takes_json_alone_and_no_other_address_takes_that(tell, notice, browser):
    form = "application/x-www-form-urlencoded"
    for kind in (form, "multipart/form-data; boundary=x", "text/plain", ""):
        assert tell(notice, kind=kind).status_code == 415
    for path in ("/payments/back/", "/basket/add/", "/payments/stripe/x/"):
        answer = browser.generic("POST", path, notice, content_type="application/json")
        assert answer.status_code == 415, path


def test_it_is_no_page(browser, with_stripe, db):
    assert browser.get(PATH).status_code == 405
    assert browser.head(PATH).status_code == 405


def test_without_stripe_nobody_is_there(tell, db):
    assert tell(b"{}").status_code == 404


def test_what_breaks_within_is_answered_so_that_it_comes_again(
    tell, notice, monkeypatch, caplog
):
    with monkeypatch.context() as broken:
        broken.setattr("orders.providers.settling._paid", lambda *told: 1 / 0)
        assert tell(notice).status_code == 500
    assert not ProviderNotice.objects.exists()
    assert recorded.SECRET not in caplog.text
    assert tell(notice).status_code == 200
    assert Payment.objects.get().is_paid
