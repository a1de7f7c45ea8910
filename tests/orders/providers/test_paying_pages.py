"""The pages on the way to Stripe and back: what they say, and whom they believe."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from orders.models import Order, Payment
from orders.providers import agreeing, paying, tasks
from orders.providers.stripe import NotAgreed, Stripe
from privacy.consent import Consent
from tests.orders.conftest import MONDAY
from tests.orders.providers import recorded

FORM = "application/x-www-form-urlencoded"
LINK = "https://checkout.stripe.com/c/pay/cs_test_1#fid"


@pytest.fixture
def path(link_of, order):
    return f"{link_of(order)}pay/away/"


def text_of(answer):
    return answer.content.decode()


def test_the_order_leads_to_the_page_before_stripes(client, order, link_of, path):
    there = link_of(order)
    assert f"{there}pay/" in text_of(client.get(there))
    answer = client.get(f"{there}pay/")
    assert (answer.status_code, answer["Location"]) == (303, path)
    assert client.post(f"{there}pay/", "", FORM)["Location"] == path


def test_it_says_that_it_leaves_and_what_stripe_hears(client, order, path):
    page = client.get(path)
    text = text_of(page)
    assert "This leaves our site" in text
    assert "Not your name, email or address" in text
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert LINK not in text
    assert "Open Stripe’s page for this order" in text


def test_a_button_opens_the_page_and_a_plain_link_leads_there(client, post, path):
    answer = post(path)
    assert (answer.status_code, answer["Location"]) == (303, path)
    page = text_of(client.get(path))
    [link] = re.findall(r'<a [^>]*href="https://checkout[^>]*>', page)
    assert LINK in link
    assert 'rel="noreferrer noopener external"' in link
    # Nothing leads there by itself, and no form of ours does.
    assert "http-equiv" not in page
    assert not re.findall(r'action="https?:', page)


def test_an_address_says_nothing_about_the_payment(client, opened_order, path):
    """Coming back proves nothing: what the database knows is shown."""
    client.get(path)
    answer = client.get("/payments/back/?session_id=cs_test_1&paid=1&status=success")
    assert answer.status_code == 303
    page = text_of(client.get(answer["Location"]))
    assert "is placed" in page
    assert "If you have just paid" in page
    assert Payment.objects.get().is_unsettled


def test_coming_back_has_the_worker_ask_at_once(
    client, opened_order, path, stripe, link_of, monkeypatch
):
    monkeypatch.setattr(tasks.ask, "delay_on_commit", tasks.ask)
    client.get(path)
    stripe.pays()
    answer = client.get("/payments/back/")
    assert answer["Location"] == link_of(opened_order)
    page = text_of(client.get(answer["Location"]))
    assert "is paid" in page
    assert "Paying at Stripe" not in page
    # Once it is paid there is nothing to ask, and nothing to pay.
    assert client.get("/payments/back/").status_code == 303
    assert client.get(path)["Location"] == link_of(opened_order)


def test_a_browser_that_remembers_nothing_is_told_where_to_look(client, opened_order):
    for _ in range(2):
        page = client.get("/payments/back/")
        assert page.status_code == 200
        assert "link in our letter" in text_of(page)
        session = client.session
        session[paying.REMEMBERED] = "no id"
        session.save()


def test_an_order_whose_link_is_erased_is_not_gone_back_to(client, opened_order, path):
    client.get(path)
    Order.objects.update(link=None, link_index=None)
    assert client.get("/payments/back/").status_code == 200


@pytest.mark.parametrize(
    ("status", "said"),
    [(500, "Wait a minute, then try again"), (400, "pay another way")],
)
def test_a_stripe_that_opens_nothing_is_told_in_plain_words(
    post, path, stripe, status, said
):
    stripe.says = status, recorded.ERROR[status]
    page = post(path)
    assert page.status_code == 503
    assert said in text_of(page)
    assert "<title>Error: Pay for order" in text_of(page)


def test_the_agreement_is_taken_back_and_given_again_with_a_button(
    client, post, opened_order, path, link_of
):
    assert "You agreed: Give Stripe" in text_of(client.get(link_of(opened_order)))
    assert post(path, back="1")["Location"] == path
    page = text_of(client.get(path))
    assert LINK not in page
    assert "only if you agree" in page
    words = re.search(r'name="words" value="(\w{64})"', page)[1]
    assert post(path).status_code == 303
    assert LINK not in text_of(client.get(path))
    post(path, words="0" * 64)
    assert Consent.objects.count() == 1
    post(path, words=words)
    assert Consent.objects.count() == 2
    assert LINK in text_of(client.get(path))


def test_a_consent_that_goes_while_it_is_relied_on_shows_the_words_again(
    post, path, monkeypatch
):
    def refuse(*told, **more):
        raise NotAgreed

    monkeypatch.setattr(Stripe, "open", refuse)
    assert post(path).status_code == 303


def test_what_does_not_fit_offers_no_second_payment(
    client, opened_order, path, link_of
):
    Payment.objects.update(doubted_at=MONDAY)
    for page in (path, link_of(opened_order)):
        text = text_of(client.get(page))
        assert "Do not pay again" in text
        assert LINK not in text


def test_a_declined_payment_says_so(client, opened_order, path, hear, stripe):
    session = stripe.sessions["cs_test_1"] | {"status": "complete"}
    hear(session, MONDAY, "checkout.session.async_payment_failed")
    assert "The bank said no" in text_of(client.get(path))


def test_an_order_that_is_paid_otherwise_has_no_such_page(client, place, link_of):
    for way, there in (("transfer", ""), ("test", "")):
        order = place(payment=way)
        answer = client.get(f"{link_of(order)}pay/away/")
        assert answer["Location"] == link_of(order) + there


def test_an_order_whose_way_to_pay_is_gone_is_shown_all_the_same(
    client, opened_order, link_of, settings
):
    settings.STRIPE_KEY = ""
    settings.RECIPIENTS = {"carrier": settings.RECIPIENTS["carrier"]}
    page = client.get(link_of(opened_order))
    assert page.status_code == 200
    assert not agreeing.covers(Payment.objects.get())


def test_the_wait_is_not_long(client, opened_order, path):
    before = timezone.now() - timedelta(seconds=1)
    client.get(path)
    client.get("/payments/back/")
    assert Payment.objects.get().asks_at > before


def test_the_choices_of_an_order_show_the_agreement_and_take_it_back(
    client, opened_order, link_of
):
    there = link_of(opened_order).replace("/orders/", "/choices/")
    page = text_of(client.get(there))
    assert "to take your payment by card" in page
    agreed = Consent.objects.get()
    headers = {"sec-fetch-site": "same-origin"}
    client.post(there, f"back={agreed.pk}", FORM, headers=headers)
    assert not Consent.objects.get().stands
    assert "Taken back" in text_of(client.get(f"{there}?said=back"))
