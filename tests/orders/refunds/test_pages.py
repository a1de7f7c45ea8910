"""The customer's pages about a refund: the account is typed, seen masked, changed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from orders import limits
from orders.refunds import refunding
from orders.refunds.forms import AccountNumber
from orders.refunds.refund import Refund, State
from orders.refunds.sums import Asked
from privacy import masking, purposes, screening
from privacy.letters.models import Letter
from privacy.purposes import Purpose
from tests.orders.conftest import BOOK
from tests.orders.desk import text_of
from tests.shop.test_screened_fields import every_form, refuses

UK = {"holder": "Maya Okafor", "bank": "20-20-15", "number": "3192 6819"}
IBAN = {"holder": "Maya Okafor", "number": "de89 3704 0044 0532 0130 00"}
US = {"holder": "Maya Okafor", "bank": "111000025", "number": "000123456789"}
OTHER = {"holder": "Maya Okafor", "bank": "BKCHCNBJ", "number": "6212-2608"}


def page_of(link, refund):
    return f"{link}refunds/{refund.pk}/"


@pytest.fixture
def waiting(paid, opened, link_of):
    """Return a refund that waits for an account, and the address of its page."""
    order = paid()
    refund = opened(order, at=timezone.now())
    return refund, page_of(link_of(order), refund)


def account_of(refund):
    with purposes.using(Purpose.REFUND):
        return Refund.objects.get(pk=refund.pk).account


def test_the_account_is_typed_and_then_seen_masked_alone(client, post, waiting):
    _, page = waiting
    assert "Where should your £57.00 go?" in text_of(client.get(page))
    answer = post(page, **UK)
    assert (answer.status_code, answer["Location"]) == (303, page)
    shown = client.get(page).content.decode()
    assert "account ending ••• 6819" in shown
    assert not re.search(r"31926819|3192 6819|202015|20-20-15", shown)
    assert Refund.objects.get().state == State.OPEN
    again = client.get(f"{page}?account=uk").content.decode()
    assert "6819" not in again


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("uk", UK, ("31926819", "202015")),
        ("uk", UK | {"number": "123456"}, ("00123456", "202015")),
        ("iban", IBAN, ("DE89370400440532013000", "")),
        ("us", US, ("000123456789", "111000025")),
        ("other", OTHER, ("62122608", "BKCHCNBJ")),
    ],
)
def test_each_country_writes_its_accounts_its_own_way(
    client, post, waiting, kind, typed, kept
):
    refund, page = waiting
    assert client.get(f"{page}?account={kind}").status_code == 200
    assert post(f"{page}?account={kind}", **typed).status_code == 303
    account = account_of(refund)
    assert (account.kind, account.number, account.bank) == (kind, *kept)
    assert account.holder == "Maya Okafor"


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("uk", UK | {"holder": ""}, "Enter the name of the account holder"),
        ("uk", UK | {"holder": "M" * 71}, "Yours has 71"),
        ("uk", UK | {"bank": "12345"}, "Enter the six digits of the sort code"),
        ("uk", UK | {"number": ""}, "Enter the account number"),
        ("iban", IBAN | {"number": "DE00 3704 0044 0532 0130 00"}, "There is a slip"),
        ("iban", IBAN | {"number": "none"}, "Enter the IBAN"),
        ("us", US | {"bank": "111000026"}, "There is a slip in this routing number"),
        ("us", US | {"number": "4111 1111 1111 1111"}, "looks like a card number"),
        ("other", OTHER | {"bank": "no"}, "Enter the BIC"),
        ("other", OTHER | {"holder": "4111111111111111"}, "Leave out what looks like"),
    ],
)
def test_a_slip_is_told_in_a_sentence_and_nothing_typed_is_lost(
    post, waiting, kind, typed, said
):
    refund, page = waiting
    answer = post(f"{page}?account={kind}", **typed)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert said in body
    assert "There is a problem" in body
    for value in filter(None, typed.values()):
        assert f'value="{value}"' in body
    assert account_of(refund) is None


def test_an_account_is_typed_so_often_and_nothing_typed_is_lost(
    post, waiting, monkeypatch
):
    refund, page = waiting
    monkeypatch.setattr(limits, "ACCOUNTS", limits.Limits("a", an_hour=1, a_day=9))
    assert post(page, **UK).status_code == 303
    other = UK | {"number": "12345678"}
    answer = post(page, **other)
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (429, True)
    shown = answer.content.decode()
    assert "Accounts were typed too often. Wait until" in shown
    for value in other.values():
        assert f'value="{value}"' in shown
    assert account_of(refund).number == "31926819"
    assert Letter.objects.filter(template="orders/account_given").count() == 1


def test_another_order_or_none_does_not_lead_there(client, paid, waiting, link_of):
    refund, page = waiting
    other = link_of(paid())
    assert client.get(page_of(other, refund)).status_code == 404
    assert client.get(page.replace(str(refund.pk), str(refund.key))).status_code == 404


def test_once_the_money_is_on_its_way_the_page_is_over(
    client, post, waiting, second, link_of
):
    refund, page = waiting
    post(page, **UK)
    refunding.sent(refund=refund, at=timezone.now(), by=second)
    for answer in (client.get(page), post(page, **UK)):
        assert (answer.status_code, answer["Location"]) == (303, link_of(refund.order))


def test_an_account_typed_while_the_money_leaves_changes_nothing(
    post, waiting, monkeypatch, link_of
):
    refund, page = waiting
    monkeypatch.setattr(Refund, "takes_account", property(lambda self: True))
    Refund.objects.filter(pk=refund.pk).update(state=State.OPEN, method="test")
    monkeypatch.setattr(
        "orders.refunds.giving.lock",
        lambda refund: monkeypatch.setattr(Refund, "takes_account", False),
    )
    answer = post(page, **UK)
    assert (answer.status_code, answer["Location"]) == (303, link_of(refund.order))
    assert account_of(refund) is None


@pytest.mark.parametrize(
    ("country", "heading"), [("GB", "Sort code"), ("US", "Routing"), ("DE", "IBAN")]
)
def test_the_page_begins_with_what_most_have_there(
    client, waiting, settings, country, heading
):
    settings.SHOP_COUNTRY = country
    assert heading in text_of(client.get(waiting[1])).split("Account holder")[1]


# --- The order's own page ------------------------------------------------------------


def test_the_order_says_what_was_paid_refunded_and_kept_with_the_tax(
    client, paid, opened, link_of
):
    order = paid()
    line = order.lines.get(sku="PEN-1")
    opened(order, Asked({line.pk: 1}))
    shown = text_of(client.get(link_of(order)))
    assert "£38.00 . The price was wrong. We need an account to send it to" in shown
    assert "Paid £57.00 £6.33 Refunded £38.00 £6.33 Kept £19.00 £0.00" in shown
    assert "Say where the money should go" in shown


def test_the_order_shows_amount_and_date_when_it_is_sent(
    client, ready, second, link_of
):
    refund = ready()
    there = link_of(refund.order)
    assert "To your account ending ••• 6819. Look or change it" in text_of(
        client.get(there)
    )
    day = timezone.now() + timedelta(seconds=0)
    refunding.sent(refund=refund, at=day, by=second)
    shown = text_of(client.get(there))
    assert f"Sent on {timezone.localtime(day):%-d %B %Y}" in shown
    assert "Refund sent" in shown
    assert "6819" not in shown


def test_an_order_without_a_refund_says_nothing_of_one(client, paid, link_of):
    assert "Money that goes back" not in text_of(client.get(link_of(paid())))


def test_delivery_alone_can_go_back(client, paid, opened, link_of):
    order = paid(items=[BOOK])
    refund = opened(order, Asked(delivery=True))
    assert refund.amount == refund.delivery == 450
    assert masking.masked(refund, "account") == ""


# --- The one field that takes a bank number -------------------------------------------


def test_no_other_field_than_these_takes_the_number_of_a_bank_account():
    """They are let through by declaration; each refuses the number of a card."""
    taking = set()
    for form in every_form():
        for name, field in form.base_fields.items():
            if isinstance(field, AccountNumber):
                taking.add(form.__name__)
                assert field.lets == screening.Kind.BANK_ACCOUNT
                assert refuses(field), name
    assert taking == {"UkForm", "IbanForm", "UsForm", "OtherForm"}
