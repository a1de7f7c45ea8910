"""Refunds at the desk: one agrees, another sends, an account opens for a reason."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from orders import payments
from orders.refunds import refunding, running
from orders.refunds.refund import Refund, State
from orders.refunds.sums import Asked
from privacy.access import Access
from privacy.models import Letter
from privacy.trail.entry import TrailEntry
from tests.orders.conftest import BOOK, MONDAY
from tests.orders.desk import page_of, text_of

LIST = "/staff/orders/refund/"
WHY = {"reason": "payment", "words": "Sending the refund at the bank"}
SENDS = ("view_order", "view_refund", "send_refund")
OPENS = ("view_order", "view_refund", "open_refund")


def page(refund):
    return reverse("admin:orders_refund_change", args=[refund.pk])


def step(refund, key):
    return reverse("admin:orders_refund_step", args=[refund.pk, key])


def form_of(order):
    return reverse("admin:orders_refund_open", args=[order.pk])


def buttons(answer):
    body = answer.content.decode()
    found = re.findall(r"<button class=\"button[^>]*>(.*?)</button>", body)
    return [each for each in found if each != "Show it for ten minutes"]


def fresh(refund):
    return Refund.objects.with_order().get(pk=refund.pk)


@pytest.fixture
def sender(sign_in_with):
    """A browser of the accounting role."""
    return sign_in_with(*SENDS)


# --- Opening -------------------------------------------------------------------------


def test_pieces_an_amount_and_the_delivery_are_agreed_to(paid, sign_in_with, post):
    desk, order = sign_in_with(*OPENS), paid(items=[BOOK])
    line = order.lines.get()
    there = form_of(order)
    assert f"{there}" in desk.get(page_of(order)).content.decode()
    shown = text_of(desk.get(there))
    assert "Poems of the Firth 2 £19.00" in shown
    assert "The delivery too: £4.50" in shown
    told = {f"pieces-{line.pk}": 1, "delivery": "on", "off_line": line.pk, "off": "2"}
    answer = post(there, desk, key=uuid4(), reason="damaged", **told)
    assert (answer.status_code, answer["Location"]) == (303, page_of(order))
    refund = Refund.objects.get()
    assert (refund.amount, refund.delivery) == (950 + 450 + 200, 450)
    assert "£16.00 will be sent back." in text_of(desk.get(page_of(order)))


def test_a_form_that_is_sent_twice_opens_one_refund(paid, sign_in_with, post):
    desk, order = sign_in_with(*OPENS), paid()
    told = {f"pieces-{order.lines.first().pk}": 1, "key": uuid4(), "reason": "price"}
    for _ in range(2):
        assert post(form_of(order), desk, **told).status_code == 303
    assert Refund.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "Say what goes back"),
        ({"reason": ""}, "Choose why the money goes back"),
        ({"off": "3"}, "Choose the line, and say how much"),
        ({"off": "a lot"}, "Enter an amount such as 9.50"),
        ({"off": "1" * 21}, "Enter an amount such as 9.50"),
        ({"pieces": "9"}, "Of these, 1 can go back at most"),
        ({"pieces": "some"}, "Enter a whole number"),
        ({"pieces": "1", "off": "0.01", "off_line": True}, "£38.00 is left to refund"),
        ({"pieces": "1", "key": ""}, "Open this page again"),
    ],
)
def test_what_does_not_fit_is_said_and_kept(paid, sign_in_with, post, told, said):
    desk, order = sign_in_with(*OPENS), paid()
    pen = order.lines.get(sku="PEN-1")
    sent = {"key": uuid4(), "reason": "price"} | told
    if "off_line" in sent:
        sent["off_line"] = pen.pk
    sent[f"pieces-{pen.pk}"] = sent.pop("pieces", "")
    answer = post(form_of(order), desk, **sent)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert said in body
    assert "What you typed is kept below." in body
    if told.get("off"):
        assert f'value="{told["off"]}"' in body
    assert not Refund.objects.exists()


def test_of_an_order_that_nobody_paid_nothing_is_offered(order, sign_in_with, post):
    desk = sign_in_with(*OPENS)
    assert "Open a refund" not in text_of(desk.get(page_of(order)))
    told = {f"pieces-{order.lines.first().pk}": 1, "key": uuid4(), "reason": "price"}
    answer = post(form_of(order), desk, **told)
    assert (answer.status_code, Refund.objects.count()) == (422, 0)
    assert "Nothing is left to send back." in text_of(answer)


def test_an_order_or_refund_that_is_not_there_is_404(desk, post, ready):
    ready()
    nothing = type("Row", (), {"pk": uuid4()})
    assert desk.get(form_of(nothing)).status_code == 404
    assert desk.get(page(nothing)).status_code == 404
    assert post(step(nothing, "sent"), desk).status_code == 404
    assert post(step(Refund.objects.get(), "burn"), desk).status_code == 404


# --- Sending -------------------------------------------------------------------------


def test_the_list_leads_to_what_is_to_be_sent(ready, sender):
    refund = ready()
    shown = sender.get(f"{LIST}?state__exact=open").content.decode()
    assert page(refund) in shown
    assert refund.order.number in shown
    assert "£57.00" in shown
    assert page(refund) not in sender.get(f"{LIST}?state__exact=sent").content.decode()
    assert sender.get(f"{LIST}?person__id__exact=1").status_code in (302, 400)


def test_the_account_opens_for_a_reason_and_is_masked_before(ready, sender, post):
    refund = ready()
    shown = sender.get(page(refund)).content.decode()
    assert "account ending ••• 6819" in shown
    assert "31926819" not in shown
    show = reverse(
        "admin:privacy_access_show", args=["orders.refund", refund.pk, "account"]
    )
    assert post(show, sender, back=page(refund), **WHY).status_code == 303
    shown = text_of(sender.get(page(refund)))
    assert "Maya Okafor Sort code 20 20 15 Account number 31926819" in shown
    look = Access.objects.get()
    assert (look.purpose, look.row_id) == ("refund", refund.pk)
    assert TrailEntry.objects.filter(kind="reveal", row_id=refund.pk).count() == 1


def test_who_opened_it_sees_no_account_and_no_button(ready, desk, post, staff):
    refund = ready()
    shown = desk.get(page(refund))
    assert buttons(shown) == []
    assert "You agreed to this refund yourself" in text_of(shown)
    show = reverse(
        "admin:privacy_access_show", args=["orders.refund", refund.pk, "account"]
    )
    assert desk.get(show).status_code == 403
    answer = post(step(refund, "sent"), desk)
    assert answer.status_code == 303
    assert "somebody else has to send it" in text_of(desk.get(page(refund)))
    assert fresh(refund).state == State.OPEN


def test_it_is_marked_as_sent_and_says_so(ready, sender, post):
    refund = ready()
    assert buttons(sender.get(page(refund))) == [
        "Mark as sent",
        "The account does not work",
    ]
    post(step(refund, "sent"), sender)
    shown = sender.get(page(refund))
    assert "£57.00 is sent, and its account deleted." in text_of(shown)
    assert "deleted when it was sent" in text_of(shown)
    assert buttons(shown) == ["The account does not work"]
    post(step(refund, "failed"), sender)
    assert "waits for another account" in text_of(sender.get(page(refund)))
    assert Letter.objects.filter(template="orders/refund_opened").count() == 2


def test_a_provider_is_let_send_it_or_replaced_by_a_transfer(
    provider, paid, opened, sender, post
):
    refund = opened(paid(payment="test", items=[BOOK]), Asked(delivery=True))
    assert buttons(sender.get(page(refund))) == ["Let the provider send it"]
    post(step(refund, "release"), sender)
    provider.fails = payments.Refused("no")
    running.run(fresh(refund), at=MONDAY)
    shown = sender.get(page(refund))
    assert buttons(shown) == [
        "Let the provider send it",
        "Send it by bank transfer instead",
    ]
    assert "Delivery – £4.50" in text_of(shown)
    provider.fails = None
    post(step(refund, "release"), sender)
    running.run(fresh(refund), at=MONDAY)
    shown = text_of(sender.get(page(refund)))
    assert "Provider’s name for it" in shown
    assert "test-" not in shown


def test_what_the_customer_brought_about_says_so(provider, paid, opened, sender):
    refund = opened(paid(payment="test"), by=None)
    assert "by the customer’s own step" in text_of(sender.get(page(refund)))


# --- Calling off -----------------------------------------------------------------


def test_who_agreed_calls_it_off_and_reads_what_happens(paid, sign_in_with, post):
    desk, order = sign_in_with(*OPENS), paid(items=[BOOK])
    told = {f"pieces-{order.lines.get().pk}": 1, "key": uuid4(), "reason": "price"}
    post(form_of(order), desk, **told)
    refund = Refund.objects.get()
    shown = desk.get(page(refund))
    assert buttons(shown) == ["Call it off"]
    assert "Call off only what was agreed to by mistake" in text_of(shown)
    post(step(refund, "call-off"), desk)
    shown = desk.get(page(refund))
    assert "£9.50 is called off, and the customer told." in text_of(shown)
    assert "Account none is held" in text_of(shown)
    assert "the customer’s own step" not in text_of(shown)
    assert buttons(shown) == []
    assert "Called off" in text_of(desk.get(page_of(order)))
    answer = post(form_of(order), desk, **told)
    assert answer.status_code == 422
    assert "Open the page again to refund anew." in text_of(answer)


def test_what_a_right_led_to_offers_no_such_button(paid, sign_in_with, post):
    desk, order = sign_in_with(*OPENS), paid(items=[BOOK])
    told = {f"pieces-{order.lines.get().pk}": 1, "key": uuid4(), "reason": "withdrawn"}
    post(form_of(order), desk, **told)
    assert buttons(desk.get(page(Refund.objects.get()))) == []


def test_what_follows_from_something_else_offers_no_such_button(ready, desk, post):
    refund = ready()
    assert buttons(desk.get(page(refund))) == []
    post(step(refund, "call-off"), desk)
    assert "This money is owed for its reason." in text_of(desk.get(page(refund)))
    assert fresh(refund).state == State.OPEN


# --- Who may ---------------------------------------------------------------------


def test_each_right_opens_its_own_part(ready, sign_in_with, post):
    refund = ready()
    order = refund.order
    looks = sign_in_with("view_order")
    assert looks.get(LIST).status_code == looks.get(page(refund)).status_code == 403
    assert page(refund) not in looks.get(page_of(order)).content.decode()
    opens = sign_in_with(*OPENS)
    assert buttons(opens.get(page(refund))) == []
    assert opens.get(LIST).status_code == 200
    assert post(step(refund, "sent"), opens).status_code == 403
    assert post(step(refund, "call-off"), sign_in_with(*SENDS)).status_code == 403
    sends = sign_in_with(*SENDS)
    assert sends.get(form_of(order)).status_code == 403
    assert page(refund) in sends.get(page_of(order)).content.decode()


def test_the_steps_are_the_verbs_of_a_refund():
    from orders.refunds.steps import STEPS

    assert {each.verb.__name__ for each in STEPS.values()} <= set(refunding.__all__)
