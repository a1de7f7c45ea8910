"""Placing: one transaction makes person, order, lines, payment and letter."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError

from orders import addresses, delivery, numbers, payments, placing
from orders.addresses import Address
from orders.models import Event, Line, Order, Payment
from privacy import consent, people, purposes, recipients
from privacy.models import Consent, Letter, Person
from privacy.purposes import Purpose, PurposeRefused
from tests.orders.conftest import HOME, MONDAY, PEN


def test_an_order_keeps_what_was_sold_as_it_was_sold(order):
    lines = [
        (line.sku, line.quantity, line.line_total, line.tax)
        for line in order.lines.all()
    ]
    assert lines == [("PEN-1", 1, 3800, 633), ("BOOK-1", 2, 1900, 0)]
    assert (order.items_total, order.delivery_total, order.tax_total, order.total) == (
        5700,
        0,
        633,
        5700,
    )
    assert order.totals().total == order.total
    assert order.totals().tax == order.tax_total


def test_an_order_starts_placed_with_an_open_payment(order):
    assert (order.state, order.payment.state) == ("placed", "open")
    assert order.payment.amount == order.total
    assert [event.verb for event in order.events.all()] == ["placed"]
    assert order.newly_placed


def test_a_guest_becomes_a_person_without_a_password(order):
    person = people.find(email="maya@example.net")
    assert order.person == person
    assert not person.has_account


def test_a_second_order_belongs_to_the_same_person(place):
    assert place().person_id == place(email="MAYA@example.net").person_id
    assert Person.objects.count() == 1


def test_name_email_and_address_open_for_their_purposes_alone(order):
    stored = Order.objects.get()
    for name in ("contact_name", "contact_email", "delivery_address", "link"):
        with pytest.raises(PurposeRefused):
            getattr(stored, name)
        with purposes.using(Purpose.ACCOUNTING), pytest.raises(PurposeRefused):
            getattr(stored, name)
    with purposes.using(Purpose.DELIVERY):
        assert (stored.contact_name, stored.delivery_address) == ("Maya Okafor", HOME)
        with pytest.raises(PurposeRefused):
            _ = stored.contact_email


def test_the_confirmation_letter_is_queued_as_a_row(order):
    letter = Letter.objects.get()
    assert (letter.template, letter.purpose) == ("orders/placed", "order_confirmation")
    assert letter.person_id == order.person_id


def test_the_same_checkout_gives_the_same_order(wish, db):
    first, second = placing.place(**wish), placing.place(**wish)
    assert first.pk == second.pk
    assert first.newly_placed
    assert not second.newly_placed
    counts = [model.objects.count() for model in (Order, Line, Payment, Event, Letter)]
    assert counts == [1, 2, 1, 1, 1]


def test_an_order_that_another_request_placed_meanwhile_is_returned(
    wish, db, monkeypatch
):
    first = placing.place(**wish)
    looked = []

    def blind_at_first(checkout_id):
        looked.append(checkout_id)
        return None if len(looked) == 1 else first

    monkeypatch.setattr(placing, "_already", blind_at_first)
    assert placing.place(**wish) is first
    assert Letter.objects.count() == 1


def test_a_number_that_is_taken_is_drawn_again(place, monkeypatch):
    taken = place().number
    drawn = iter([taken, taken, "FW-NEXT22"])
    monkeypatch.setattr(numbers, "new_number", lambda prefix: next(drawn))
    assert place().number == "FW-NEXT22"


def test_when_every_number_is_taken_nothing_is_written(place, monkeypatch):
    taken = place().number
    monkeypatch.setattr(numbers, "new_number", lambda prefix: taken)
    with pytest.raises(IntegrityError):
        place()
    assert Order.objects.count() == 1


def test_a_reference_that_is_taken_is_drawn_again(place, code_of, monkeypatch):
    taken = code_of(place())
    drawn = iter([taken, "FWAAAAAA"])
    monkeypatch.setattr(numbers, "new_reference", lambda prefix: next(drawn))
    assert code_of(place()) == "FWAAAAAA"


def test_when_every_reference_is_taken_nothing_is_written(place, code_of, monkeypatch):
    taken = code_of(place())
    monkeypatch.setattr(numbers, "new_reference", lambda prefix: taken)
    with pytest.raises(IntegrityError):
        place()
    assert Order.objects.count() == 1


def test_the_carrier_is_refused_without_the_box(place):
    with pytest.raises(delivery.CannotDeliver, match="unless you tick the box"):
        place(delivery="carrier")
    assert Order.objects.count() == 0


def test_the_consent_to_the_carrier_is_kept_with_the_order(carrier_order):
    agreed = Consent.objects.get()
    assert carrier_order.consent == agreed
    assert agreed.sentence == consent.sentence(recipients.get("carrier"))
    assert carrier_order.total == 5700 + 340


def test_a_sentence_that_changed_is_not_taken_for_consent(place):
    with pytest.raises(consent.SentenceChanged):
        place(delivery="carrier", consent_sentence="Give everyone everything.")
    assert (Order.objects.count(), Consent.objects.count()) == (0, 0)


def test_a_box_that_was_ticked_for_nothing_is_no_consent(place):
    place(delivery="own", consent_sentence="Give Northbound Parcels your name.")
    assert Consent.objects.count() == 0


def test_collection_needs_no_address_and_keeps_none(place):
    assert place(delivery="pickup", address=None).delivery_address is None
    assert place(delivery="pickup").delivery_address is None


def test_an_address_that_is_missing_or_lacks_a_part_is_refused(place):
    with pytest.raises(ValueError, match=r"lacks address"):
        place(address=None)
    with pytest.raises(ValueError, match=r"lacks city, postcode"):
        place(address=Address("GB", "7 Hawthorn Bank"))


def test_an_order_of_nothing_is_refused(place):
    with pytest.raises(ValueError, match="at least one item"):
        place(items=[])


def test_a_way_to_pay_that_does_not_exist_is_refused(place):
    with pytest.raises(payments.UnknownMethod, match="Choose how you want to pay"):
        place(payment="shells")


def test_a_large_order_adds_up(place):
    item = placing.Item("X", "X", "", Decimal(99_999), 99, Decimal("8.25"))
    order = place(items=[item] * 20)
    assert order.total == 99_999 * 99 * 20


def test_placing_takes_few_queries(db, wish, django_assert_max_num_queries):
    with django_assert_max_num_queries(18):
        placing.place(**wish)


def test_nothing_of_the_customer_is_in_a_name_or_an_error(order):
    rows = [order, order.payment, order.lines.first(), order.events.first()]
    told = " ".join(f"{row} {row!r}" for row in rows)
    for value in ("maya", "Maya", "Okafor", "Hawthorn", "example.net"):
        assert value not in told
    assert order.number in str(order)


def test_the_link_in_the_address_opens_the_order(order, link_of):
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        assert Order.objects.get(link=order.link) == order
        assert order.url_for_customer() == f"http://127.0.0.1:8000{link_of(order)}"


def test_orders_of_a_person_come_newest_first(place):
    first, second = place(), place(at=MONDAY.replace(hour=11))
    place(email="noor@example.net")
    assert list(Order.objects.of(first.person)) == [second, first]


def test_the_wish_keeps_its_values_out_of_errors(wish):
    method = delivery.methods("GB", Decimal(1), at=MONDAY)[0]
    kept = placing._Wish(
        uuid4(), "maya@example.net", "Maya", HOME, [PEN], method, "transfer", None
    )
    assert "maya" not in repr(kept).lower()
    assert addresses.problems(HOME) == {}
