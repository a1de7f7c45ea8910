"""What Stripe says is believed where it fits: once, and in any sequence."""

from __future__ import annotations

import pytest

from orders import fulfilment
from orders.models import Event, Order, Payment, ProviderNotice, Refund
from orders.providers import opening, settling
from orders.providers import stripe as stripes
from orders.providers.notice import Outcome
from orders.providers.session import News
from orders.refunds import running
from orders.states import PaymentState, State
from privacy.disclosure import Disclosure
from privacy.letters.models import Letter
from tests.orders.conftest import MONDAY
from tests.orders.providers import recorded

LATER = "checkout.session.async_payment_succeeded"
FAILED = "checkout.session.async_payment_failed"
ENDED = "checkout.session.expired"


def state(order):
    found = Order.objects.select_related("payment").get(pk=order.pk)
    return found.state, found.payment.state


def letters(verb):
    return Letter.objects.filter(template=f"orders/{verb}").count()


def test_paid_settles_the_order_and_keeps_what_verifies_it(
    opened_order, page, hear, record
):
    assert hear(page(**recorded.PAID), MONDAY) == Outcome.DONE
    assert state(opened_order) == (State.PAID, PaymentState.PAID)
    kept = record(opened_order)
    assert (kept.provider, kept.reference) == ("stripe", "pi_1")
    assert (kept.session, kept.page, kept.result) == ("cs_test_1", None, "approved")
    assert kept.checked_at == MONDAY.isoformat()
    assert letters("paid") == 1
    # The card is asked for by the worker, at once.
    assert Payment.objects.get().asks_at == MONDAY


def test_the_same_notice_twice_acts_once(opened_order, page, hear):
    paid = page(**recorded.PAID)
    assert [hear(paid, MONDAY) for _ in range(3)] == [Outcome.DONE] * 3
    assert hear(paid, MONDAY, LATER, "evt_2") == Outcome.KNOWN
    assert ProviderNotice.objects.count() == 2
    assert Event.objects.filter(verb="paid").count() == letters("paid") == 1


def test_no_payload_stays_and_no_name_of_anybody(opened_order, page, hear):
    hear(page(**recorded.PAID), MONDAY)
    [row] = ProviderNotice.objects.values()
    assert row["event_id"] == "evt_1"
    assert row["kind"] == "checkout.session.completed"
    assert opened_order.number not in f"{row}"
    assert str(ProviderNotice.objects.get()).startswith("notice 0")


def test_done_without_the_money_waits_for_it(opened_order, page, hear):
    assert hear(page(status="complete"), MONDAY) == Outcome.DONE
    assert state(opened_order) == (State.PLACED, PaymentState.OPEN)
    assert hear(page(**recorded.PAID), MONDAY, LATER, "evt_2") == Outcome.DONE
    assert state(opened_order) == (State.PAID, PaymentState.PAID)


def test_out_of_order_the_payment_wins(opened_order, page, hear):
    """ "Expired" and "failed" that come after "paid" change nothing."""
    hear(page(**recorded.PAID), MONDAY)
    assert hear(page(**recorded.EXPIRED), MONDAY, ENDED, "evt_2") == Outcome.KNOWN
    assert hear(page(), MONDAY, FAILED, "evt_3") == Outcome.KNOWN
    assert state(opened_order) == (State.PAID, PaymentState.PAID)


def test_paid_counts_although_its_page_was_believed_to_be_over(
    opened_order, page, hear
):
    hear(page(**recorded.EXPIRED), MONDAY, ENDED)
    assert hear(page(**recorded.PAID), MONDAY, name="evt_2") == Outcome.DONE
    assert state(opened_order) == (State.PAID, PaymentState.PAID)


def test_an_expired_page_makes_the_payment_payable_again(
    opened_order, page, hear, record, stripe
):
    assert hear(page(**recorded.EXPIRED), MONDAY, ENDED) == Outcome.DONE
    assert (record(opened_order).session, record(opened_order).page) == (None, None)
    assert Payment.objects.get().asks_at is None
    opening.open_page(order=opened_order, at=MONDAY)
    assert record(opened_order).session == "cs_test_2"
    first, second = (each[3]["Idempotency-Key"] for each in stripe.asked)
    assert first != second
    # Each page is a row of its own in the ledger.
    assert Disclosure.objects.filter(recipient="stripe").count() == 2


def test_a_late_word_of_an_older_page_leaves_the_new_one_alone(
    opened_order, page, hear, record
):
    old = page(**recorded.EXPIRED)
    hear(old, MONDAY, ENDED)
    opening.open_page(order=opened_order, at=MONDAY)
    assert hear(old, MONDAY, ENDED, "evt_2") == Outcome.KNOWN
    assert hear(old, MONDAY, FAILED, "evt_3") == Outcome.KNOWN
    assert record(opened_order).session == "cs_test_2"


def test_a_payment_that_failed_later_is_declined_and_can_be_tried_again(
    opened_order, page, hear, record
):
    assert hear(page(status="complete"), MONDAY, FAILED) == Outcome.DONE
    assert state(opened_order) == (State.PLACED, PaymentState.DECLINED)
    kept = record(opened_order)
    assert (kept.result, kept.session) == ("declined", None)
    assert Event.objects.filter(verb="declined").count() == 1
    opening.open_page(order=opened_order, at=MONDAY)
    assert record(opened_order).session == "cs_test_2"


def test_money_for_a_cancelled_order_goes_back(opened_order, page, hear, advance):
    advance(opened_order, "cancel")
    assert hear(page(**recorded.PAID), MONDAY) == Outcome.REFUNDED
    assert state(opened_order) == (State.CANCELLED, PaymentState.PAID)
    refund = Refund.objects.get()
    assert (refund.order, refund.amount, refund.method) == (
        opened_order,
        5700,
        "stripe",
    )
    assert refund.state == "sending"
    assert hear(page(**recorded.PAID), MONDAY, LATER, "evt_2") == Outcome.KNOWN
    assert Refund.objects.count() == 1


def test_that_money_leaves_through_the_worker_once(
    opened_order, page, hear, advance, stripe
):
    advance(opened_order, "cancel")
    hear(page(**recorded.PAID), MONDAY)
    refund = Refund.objects.with_order().get()
    assert running.run(refund, at=MONDAY)
    assert not running.run(refund, at=MONDAY)
    refund.refresh_from_db()
    assert refund.state == "sent"
    asked = [each for each in stripe.asked if each[1] == "/v1/refunds"]
    assert [each[3]["Idempotency-Key"] for each in asked] == [str(refund.pk)]
    assert letters("refunded") == 1


def test_money_of_an_order_that_is_nobodys_any_more_is_for_staff(
    opened_order, page, hear, advance
):
    advance(opened_order, "cancel")
    Order.objects.update(link=None, link_index=None)
    assert hear(page(**recorded.PAID), MONDAY) == Outcome.DOUBTED
    assert state(opened_order) == (State.CANCELLED, PaymentState.PAID)
    assert not Refund.objects.exists()


def test_a_page_of_a_cancelled_order_that_ends_is_forgotten(
    opened_order, page, hear, advance, record
):
    advance(opened_order, "cancel")
    assert hear(page(**recorded.EXPIRED), MONDAY, ENDED) == Outcome.DONE
    assert hear(page(), MONDAY, FAILED, "evt_2") == Outcome.KNOWN
    assert state(opened_order) == (State.CANCELLED, PaymentState.CANCELLED)
    assert record(opened_order).session is None


def test_a_failure_of_a_cancelled_order_declines_nothing(
    opened_order, page, hear, advance
):
    advance(opened_order, "cancel")
    assert hear(page(), MONDAY, FAILED) == Outcome.DONE
    assert state(opened_order) == (State.CANCELLED, PaymentState.CANCELLED)


@pytest.mark.parametrize(
    "different", [{"amount_total": 5699}, {"amount_total": 57000}, {"currency": "eur"}]
)
def test_what_does_not_fit_settles_nothing_and_tells_staff(
    opened_order, page, hear, different
):
    paid = page(**recorded.PAID, **different)
    assert hear(paid, MONDAY) == Outcome.DOUBTED
    assert state(opened_order) == (State.PLACED, PaymentState.OPEN)
    payment = Payment.objects.get()
    assert (payment.doubted_at, payment.asks_at) == (MONDAY, None)
    assert letters("paid") == 0


def test_an_order_paid_in_two_ways_is_for_staff(opened_order, page, hear, advance):
    """A member of staff matched a transfer; then the card was charged as well."""
    advance(opened_order, "mark-paid")
    assert hear(page(**recorded.PAID, id="cs_other"), MONDAY) == Outcome.DOUBTED
    assert Payment.objects.get().doubted_at == MONDAY
    assert letters("paid") == 1


def test_a_record_that_is_erased_can_settle_nothing(opened_order, page, hear, advance):
    advance(opened_order, "cancel")
    Payment.objects.update(verification=None, code_index=None)
    assert hear(page(), MONDAY, FAILED) == Outcome.KNOWN
    assert hear(page(**recorded.PAID), MONDAY, name="evt_2") == Outcome.DOUBTED
    session = stripes.session.read(page(**recorded.PAID))
    settling.note_card(payment=Payment.objects.get(), session=session)
    assert Payment.objects.get().asks_at is None


@pytest.mark.parametrize("number", ["FW-NOBODY", None])
def test_a_notice_of_no_payment_of_ours_is_written_down_and_no_more(page, hear, number):
    paid = page(**recorded.PAID, client_reference_id=number)
    assert hear(paid, MONDAY) == Outcome.NOT_OURS
    assert Payment.objects.get().is_unsettled


def test_an_order_that_is_paid_otherwise_is_none_of_stripes(place, page, hear):
    other = place()
    paid = page(**recorded.PAID, client_reference_id=other.number)
    assert hear(paid, MONDAY) == Outcome.NOT_OURS
    assert state(other) == (State.PLACED, PaymentState.OPEN)


def test_other_kinds_are_written_down_and_ignored(opened_order, hear):
    assert hear({"object": "customer"}, MONDAY, "customer.created") == Outcome.IGNORED
    assert hear({}, MONDAY, "charge.refunded", "evt_2") == Outcome.IGNORED


def test_what_fails_on_the_way_leaves_nothing_and_may_come_again(
    opened_order, page, hear, monkeypatch
):
    with monkeypatch.context() as broken:
        broken.setattr(fulfilment, "mark_paid", lambda **told: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            hear(page(**recorded.PAID), MONDAY)
    assert not ProviderNotice.objects.exists()
    assert hear(page(**recorded.PAID), MONDAY) == Outcome.DONE


def test_news_that_somebody_waits_changes_nothing(opened_order, page):
    session = stripes.session.read(page())
    assert session.news == News.WAITS
    assert settling.believe(session=session, news=News.WAITS, at=MONDAY) == "done"
    assert state(opened_order) == (State.PLACED, PaymentState.OPEN)
