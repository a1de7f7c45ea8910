"""The staff's page of an order: masked values, verbs that fit and who may do them."""

from __future__ import annotations

import re

from django.contrib.admin.models import LogEntry

from orders import fulfilment
from orders.models import Order
from privacy import consent
from privacy.encryption import keys
from privacy.models import Access, Letter
from privacy.trail.entry import TrailEntry
from privacy.trail.names import people_of
from tests.orders.conftest import MONDAY
from tests.orders.desk import LIST, PERSONAL, label_of, page_of, step_of, text_of


def test_an_order_is_shown_with_money_story_and_masked_values(order, advance, desk):
    shown = text_of(desk.get(page_of(advance(order, "mark-paid"))))
    for fact in ("Paid, to be packed", "PEN-1", "£57.00", "VAT 20% included £6.33"):
        assert fact in shown
    for masked in ("M••• O•••", "m•••@example.net", "••• United Kingdom"):
        assert f"{masked} Show" in shown
    assert "Payment received 23 Nov 2026, 09:00 S••• S•••" in shown
    assert not any(value in shown for value in PERSONAL)


def test_a_collected_order_says_so(place, desk):
    assert "Collects it from the shop" in text_of(
        desk.get(page_of(place(delivery="pickup")))
    )


def test_the_next_sensible_step_is_first_and_wrong_ones_are_absent(
    order, advance, desk
):
    def buttons():
        body = desk.get(page_of(order)).content.decode()
        found = re.findall(r"<button class=\"button[^>]*>(.*?)</button>", body)
        return [each for each in found if each != "Show it for ten minutes"]

    assert buttons() == ["Mark as paid", "Cancel the order"]
    advance(order, "mark-paid")
    assert buttons() == [
        "Mark as packed",
        "Cancel the order",
        "Open the label",
    ]
    advance(order, "pack", "hand-over")
    assert buttons() == [
        "Mark as delivered",
        "It was lost on the way",
        "It came back to us",
    ]
    advance(order, "deliver")
    assert buttons() == []


def test_a_step_is_carried_out_by_whoever_presses_it(order, desk, post, staff):
    response = post(step_of(order, "mark-paid"))
    assert (response.status_code, response["Location"]) == (303, page_of(order))
    order.refresh_from_db()
    assert order.state == "paid"
    assert order.events.get(verb="paid").by == staff
    assert f"Order {order.number} is paid." in text_of(desk.get(page_of(order)))


def test_a_forged_step_is_refused_with_a_message(order, desk, post):
    post(step_of(order, "deliver"))
    order.refresh_from_db()
    assert order.state == "placed"
    refusal = f"{order.number} is placed, not paid. “Mark as delivered” does not fit."
    assert refusal in text_of(desk.get(page_of(order)))


def test_a_step_that_does_not_exist_is_not_found(order, desk, post):
    assert post(step_of(order, "lose")).status_code == 404
    missing = "00000000-0000-0000-0000-000000000000"
    assert post(f"{LIST}{missing}/steps/pack/").status_code == 404
    assert desk.get(f"{LIST}{missing}/change/").status_code == 404


def test_steps_and_labels_are_never_a_get(order, advance, desk):
    advance(order, "mark-paid")
    assert desk.get(step_of(order, "pack")).status_code == 405
    assert desk.get(label_of(order)).status_code == 405
    assert desk.post(page_of(order)).status_code in {405, 415}


def test_a_carrier_without_consent_is_refused_with_a_message(
    carrier_order, advance, desk, post
):
    advance(carrier_order, "mark-paid", "pack")
    consent.withdraw(consent=carrier_order.consent, at=MONDAY)
    post(step_of(carrier_order, "hand-over"))
    shown = text_of(desk.get(page_of(carrier_order)))
    assert "can’t go to the carrier: the customer has not agreed to that" in shown


def test_looking_at_the_list_and_the_page_opens_nothing(order, desk):
    desk.get(LIST)
    desk.get(page_of(order))
    assert Access.objects.count() == 0


def test_each_verb_needs_its_own_right(order, sign_in_with, post):
    needed = {
        "mark-paid": "settle_payment",
        "pack": "pack_order",
        "hand-over": "pack_order",
        "deliver": "pack_order",
        "cancel": "cancel_order",
    }
    assert {f"orders.{right}" for right in needed.values()} == {
        step.right for step in fulfilment.STEPS.values()
    }
    clerk, body = None, ""
    for key, right in needed.items():
        for other in {*needed.values()} - {right}:
            clerk = sign_in_with("view_order", other)
            body = clerk.get(page_of(order)).content.decode()
            assert step_of(order, key) not in body
            assert post(step_of(order, key)).status_code == 403
        if key != "cancel":
            clerk = sign_in_with("view_order", right)
            assert step_of(order, key) in clerk.get(page_of(order)).content.decode()
            assert post(step_of(order, key)).status_code == 303
    order.refresh_from_db()
    assert order.state == "delivered"


def test_what_staff_do_with_an_order_is_in_the_trail_and_what_failed_is_not(
    order, desk, post, staff
):
    for key in ("mark-paid", "deliver", "pack"):
        post(step_of(order, key))
    entries = TrailEntry.objects.filter(kind="order").order_by("position")
    people = people_of({each.by for each in entries})
    assert [(e.kind, e.what, people[e.by], e.row_id) for e in entries] == [
        ("order", "paid", staff, order.pk),
        ("order", "packed", staff, order.pk),
    ]


def test_what_the_program_does_is_not(order):
    fulfilment.mark_paid(order=order, at=MONDAY, by=None)
    assert not TrailEntry.objects.exists()


def test_nobody_looks_for_a_customer_in_the_address(order, desk):
    for query in (
        "contact_email=maya@example.net",
        "contact_email__exact=maya@example.net",
        f"contact_email_index={order.contact_email_index.hex()}",
        "person__email=maya@example.net",
    ):
        assert desk.get(f"{LIST}?{query}").status_code == 400, query
    for query in ("state__exact=placed", "payment=open"):
        assert order.number in text_of(desk.get(f"{LIST}?{query}"))


def test_whoever_may_only_view_sees_no_button_and_can_do_nothing(
    order, advance, sign_in_with, post
):
    advance(order, "mark-paid")
    clerk = sign_in_with("view_order")
    assert clerk.get(LIST).status_code == 200
    assert '<button class="button' not in clerk.get(page_of(order)).content.decode()
    assert post(step_of(order, "pack")).status_code == 403
    assert post(label_of(order)).status_code == 403
    order.refresh_from_db()
    assert order.state == "paid"
    assert Access.objects.count() == 0


def test_whoever_may_not_view_orders_sees_none(order, sign_in_with, post):
    clerk = sign_in_with("view_group")
    assert clerk.get(LIST).status_code == 403
    assert clerk.get(page_of(order)).status_code == 403
    assert post(LIST + "find/", q=order.number).status_code == 403


def test_customers_are_sent_to_sign_in(order, client, post):
    for response in (client.get(page_of(order)), post(step_of(order, "cancel"))):
        assert response.status_code == 302
        assert "/staff/login/" in response["Location"]
    order.refresh_from_db()
    assert order.state == "placed"


def test_nothing_can_be_added_deleted_or_done_in_bulk(order, desk):
    for path in ("add/", f"{order.pk}/delete/", f"{order.pk}/history/"):
        assert desk.get(LIST + path).status_code == 404
    assert 'name="action"' not in desk.get(LIST).content.decode()
    assert Order.objects.count() == 1


def test_the_log_of_the_admin_stays_empty(order, desk, post):
    post(step_of(order, "mark-paid"))
    post(label_of(order))
    assert LogEntry.objects.count() == 0


def test_every_step_can_be_pressed(order, desk, post):
    for key in ("mark-paid", "pack", "hand-over", "deliver"):
        post(step_of(order, key))
    order.refresh_from_db()
    assert order.state == "delivered"
    verbs = ("placed", "paid", "packed", "handed_over", "delivered")
    letters = Letter.objects.filter(template__in=[f"orders/{verb}" for verb in verbs])
    assert letters.count() == len(verbs)
    assert set(fulfilment.STEPS) >= {"cancel"}


def test_an_erased_customer_reads_erased(order, desk):
    keys.destroy(order.person_id, at=MONDAY)
    assert "erased erased" in text_of(desk.get(LIST))
    assert "Name erased Email erased Address erased" in text_of(
        desk.get(page_of(order))
    )
