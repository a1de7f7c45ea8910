"""Fulfilment: each verb once, from the right state, with one letter."""

from __future__ import annotations

import itertools

import pytest
from django.db import IntegrityError, transaction

from orders import fulfilment, payments
from orders.fulfilment import STEPS, VERBS, WrongState
from orders.models import Event, Order, Payment
from privacy import consent, purposes
from privacy.models import Disclosure, Letter
from privacy.purposes import Purpose
from tests.orders.conftest import MONDAY

WAY_TO = {
    "placed": [],
    "paid": ["mark-paid"],
    "packed": ["mark-paid", "pack"],
    "handed_over": ["mark-paid", "pack", "hand-over"],
    "delivered": ["mark-paid", "pack", "hand-over", "deliver"],
    "cancelled": ["cancel"],
}
FITS = {
    "placed": ["mark-paid", "cancel"],
    "paid": ["pack", "cancel"],
    "packed": ["hand-over", "cancel"],
    "handed_over": ["deliver"],
    "delivered": [],
    "cancelled": [],
}


def letters():
    return list(
        Letter.objects.order_by("queued_at", "id").values_list("template", flat=True)
    )


@pytest.mark.parametrize("state", WAY_TO)
def test_what_fits_comes_with_the_next_sensible_step_first(order, advance, state):
    advance(order, *WAY_TO[state])
    assert order.state == state
    assert list(fulfilment.allowed(order)) == FITS[state]


@pytest.mark.parametrize(
    ("state", "key"),
    [(s, k) for s, k in itertools.product(WAY_TO, VERBS) if k not in FITS[s]],
)
def test_a_verb_from_a_wrong_state_changes_nothing(order, advance, staff, state, key):
    advance(order, *WAY_TO[state])
    before = (Event.objects.count(), Letter.objects.count(), order.state)
    with pytest.raises(WrongState, match=order.number):
        VERBS[key](order=order, at=MONDAY, by=staff)
    order.refresh_from_db()
    assert (Event.objects.count(), Letter.objects.count(), order.state) == before


def test_the_refusal_says_where_the_order_stands(order, advance, staff):
    advance(order, "cancel")
    with pytest.raises(WrongState) as refused:
        fulfilment.pack(order=order, at=MONDAY, by=staff)
    assert str(refused.value) == (
        f"{order.number} is cancelled. “Mark as packed” does not fit."
    )


def test_every_step_is_a_row_with_when_and_who_and_sends_one_letter(
    order, advance, staff
):
    advance(order, *WAY_TO["delivered"])
    others = ("placed", "invoiced")
    story = [(e.verb, e.at, e.by_id) for e in order.events.exclude(verb__in=others)]
    verbs = ["paid", "packed", "handed_over", "delivered"]
    assert sorted(story) == sorted((verb, MONDAY, staff.pk) for verb in verbs)
    sent = set(letters()) - {"orders/invoiced"}
    assert sorted(sent) == sorted(f"orders/{verb}" for verb in ["placed", *verbs])


def test_two_people_at_once_pack_an_order_once(order, advance, staff):
    advance(order, "mark-paid")
    same = Order.objects.get(pk=order.pk)
    fulfilment.pack(order=order, at=MONDAY, by=staff)
    with pytest.raises(WrongState):
        fulfilment.pack(order=same, at=MONDAY, by=staff)
    assert same.state == "packed"
    assert letters().count("orders/packed") == 1


def test_marking_as_paid_settles_the_payment_and_counts_the_days_anew(order, staff):
    later = MONDAY.replace(day=30)
    fulfilment.mark_paid(order=order, at=later, by=staff)
    payment = order.payment
    assert (payment.state, payment.settled_at, payment.settled_by) == (
        "paid",
        later,
        staff,
    )
    assert order.earliest_on.isoformat() == "2026-12-01"
    with purposes.using(Purpose.ACCOUNTING):
        assert payment.verification.result == "matched"
        assert payment.verification.checked_at == later.isoformat()


def test_the_carrier_gets_the_parcel_through_the_door_for_disclosure(
    carrier_order, advance, staff
):
    advance(carrier_order, *WAY_TO["handed_over"])
    ledger = Disclosure.objects.get()
    assert (ledger.person_id, ledger.recipient) == (carrier_order.person_id, "carrier")
    assert set(ledger.fields) == {"contact_name", "delivery_address"}
    assert (ledger.consent, ledger.by) == (carrier_order.consent, staff)


def test_our_own_van_discloses_nothing(order, advance):
    advance(order, *WAY_TO["delivered"])
    assert Disclosure.objects.count() == 0


def test_a_withdrawn_consent_stops_the_carrier(carrier_order, advance, staff):
    advance(carrier_order, "mark-paid", "pack")
    consent.withdraw(consent=carrier_order.consent, at=MONDAY)
    with pytest.raises(WrongState, match="has not agreed to that, or agrees no longer"):
        fulfilment.hand_over(order=carrier_order, at=MONDAY, by=staff)
    assert carrier_order.state == "packed"
    assert Disclosure.objects.count() == 0
    assert "orders/handed_over" not in letters()


@pytest.mark.parametrize("register", ["another", "nobody"])
def test_a_consent_to_one_carrier_is_none_to_the_next(
    carrier_order, advance, staff, settings, register
):
    advance(carrier_order, "mark-paid", "pack")
    known = settings.RECIPIENTS["carrier"]
    settings.RECIPIENTS = {
        "another": {"carrier": known | {"name": "Southbound Parcels"}},
        "nobody": {},
    }[register]
    with pytest.raises(WrongState, match="has not agreed to that"):
        fulfilment.hand_over(order=carrier_order, at=MONDAY, by=staff)
    assert carrier_order.state == "packed"
    assert Disclosure.objects.count() == 0


def test_an_order_for_the_carrier_without_any_consent_stays(
    carrier_order, advance, staff
):
    advance(carrier_order, "mark-paid", "pack")
    Order.objects.filter(pk=carrier_order.pk).update(consent=None)
    carrier_order.refresh_from_db()
    with pytest.raises(WrongState, match="has not agreed to that"):
        fulfilment.hand_over(order=carrier_order, at=MONDAY, by=staff)


def test_what_is_collected_goes_from_packed_to_collected(place, advance, staff):
    order = place(delivery="pickup", address=None)
    advance(order, "mark-paid", "pack")
    assert list(fulfilment.allowed(order)) == ["deliver", "cancel"]
    with pytest.raises(WrongState):
        fulfilment.hand_over(order=order, at=MONDAY, by=staff)
    fulfilment.deliver(order=order, at=MONDAY, by=staff)
    assert order.state == "delivered"


@pytest.mark.parametrize("state", ["delivered", "cancelled"])
def test_a_closed_order_says_when_and_so_does_its_payment(order, advance, state):
    advance(order, *WAY_TO[state])
    assert order.is_closed
    assert (order.closed_at, order.payment.closed_at) == (MONDAY, MONDAY)
    assert order.contact_kept_until().isoformat() == "2028-11-23"


def test_a_person_is_needed_until_their_newest_order_is_closed(order, staff):
    later = MONDAY.replace(month=12)
    fulfilment.cancel(order=order, at=later, by=staff)
    order.person.refresh_from_db()
    assert order.person.needed_until == later


def test_cancelling_closes_a_payment_that_nobody_made(order, advance, staff):
    advance(order, "cancel")
    assert (order.payment.state, order.payment.settled_by) == ("cancelled", staff)


def test_cancelling_leaves_a_made_payment_paid(order, advance):
    advance(order, "mark-paid", "cancel")
    assert order.payment.state == "paid"


@pytest.fixture
def listener():
    heard = []

    def listen(sender, order, at, by, **kwargs):
        heard.append((order.pk, at, transaction.get_connection().in_atomic_block))
        if at != MONDAY:
            raise RuntimeError("no shelf for it")

    fulfilment.cancelled.connect(listen)
    yield heard
    fulfilment.cancelled.disconnect(listen)


def test_whoever_holds_the_stock_hears_of_a_cancelled_order(order, advance, listener):
    advance(order, "cancel")
    assert listener == [(order.pk, MONDAY, True)]


def test_when_the_stock_can_not_go_back_the_order_is_not_cancelled(
    order, staff, listener
):
    with pytest.raises(RuntimeError):
        fulfilment.cancel(order=order, at=MONDAY.replace(hour=10), by=staff)
    order.refresh_from_db()
    assert order.state == "placed"
    assert letters() == ["orders/placed"]


def test_a_payment_is_settled_once(order, advance, staff):
    advance(order, "mark-paid")
    with pytest.raises(payments.AlreadySettled), transaction.atomic():
        payments.settle(order=order, at=MONDAY, by=staff)
    with pytest.raises(payments.AlreadySettled):
        payments.decline(order=order, at=MONDAY)


def test_steps_and_verbs_have_the_same_names():
    assert set(STEPS) == set(VERBS)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "lost"},
        {"total": 1},
        {"items_total": -1, "total": -1},
        {"tax_total": 999_999},
        {"state": "delivered"},
        {"closed_at": MONDAY},
        {"earliest_on": "2030-01-01"},
    ],
)
def test_the_database_refuses_an_order_that_makes_no_sense(order, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "lost"},
        {"state": "paid"},
        {"settled_at": MONDAY},
        {"amount": -1},
    ],
)
def test_the_database_refuses_a_payment_that_makes_no_sense(order, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(order=order).update(**change)


def test_the_database_refuses_a_settler_without_a_moment(order, staff):
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(order=order).update(settled_by=staff)


@pytest.mark.parametrize(
    "change",
    [{"quantity": 0, "line_total": 0}, {"line_total": 1}, {"tax": -1}, {"position": 2}],
)
def test_the_database_refuses_a_line_that_makes_no_sense(order, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        order.lines.filter(position=1).update(**change)


def test_the_database_refuses_the_same_event_twice(order):
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(person=order.person, order=order, verb="placed", at=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(person=order.person, order=order, verb="melted", at=MONDAY)
