"""What of orders is taken out: books without names, and addresses for a purpose."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission

from orders import fulfilment
from orders.models import Order
from privacy import consent
from privacy.disclosure import Disclosure
from privacy.erasure import plans, running
from privacy.exports import asking, building, deciding, fetching, preview, sheets
from privacy.exports.asking import NotAsked
from privacy.exports.export import Export, ExportedPerson
from privacy.exports.fetching import NotThere
from privacy.exports.states import State
from privacy.people import Person
from privacy.purposes import Purpose
from tests.orders.conftest import MONDAY
from tests.privacy.exports.conftest import fresh, table_in, wish

LATER = MONDAY + timedelta(days=3)
BOOKS = ("orders.Order.number", "orders.Order.total", "orders.Order.currency")
LABEL = ("orders.Order.contact_name", "orders.Order.delivery_address")
WEEK = {"since": MONDAY.date(), "until": MONDAY.date()}


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """A passphrase that costs a test nothing."""
    monkeypatch.setattr("privacy.exports.locking.WORK", 4)


@pytest.fixture
def who(db):
    """Somebody of each role by its name."""

    def made(role, right):
        person = Person.objects.create_user(f"{role}@example.net", is_staff=True)
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.add(Permission.objects.get(codename=right))
        person.groups.add(group)
        return person

    return {
        "books": made("accounting", "ask_export"),
        "officer": made("privacy_officer", "ask_export"),
        "second": made("privacy_approver", "approve_export"),
    }


@pytest.fixture
def take(who):
    """Ask, agree and build; return the export and its passphrase."""

    def taken(role="books", **told):
        asked = {"sheet": "orders", "purpose": Purpose.ACCOUNTING, "columns": BOOKS}
        told = wish(**(WEEK | asked | told))
        export, passphrase = asking.ask(
            wish=told, by=who[role], once=uuid.uuid4(), at=LATER
        )
        seen = preview.of(export, most=export.rows)
        deciding.approve(export=export, shown=seen.digest, by=who["second"], at=LATER)
        assert building.build(export, at=LATER)
        return fresh(export), passphrase

    return taken


def rows_of(export, passphrase):
    """Fetch a file, and return the rows in it."""
    file = fetching.fetch(export, by=export.by, at=LATER)
    return table_in(file, passphrase)


def erase(person):
    plan = plans.made(person.pk, at=LATER)
    running.carry_out(running.begin(person.pk, plan, at=LATER), at=LATER)


def test_the_books_go_out_without_anybodys_name(order, take, who):
    head, row = rows_of(*take())
    assert head == ["number", "total", "currency", "taken_out_by"]
    assert row[:3] == [order.number, str(order.total), "GBP"]
    with pytest.raises(NotAsked, match="nothing that is encrypted"):
        take(sheet="payments", columns=("orders.Payment.verification",))
    with pytest.raises(NotAsked, match="may not go out"):
        take(columns=LABEL)


def test_lines_and_payments_say_which_order_they_are_of(order, take):
    for sheet, of, rows in (("lines", "Line", 2), ("payments", "Payment", 1)):
        columns = (
            "orders.Order.number",
            f"orders.{of}.{'title' if rows > 1 else 'amount'}",
        )
        _, *found = rows_of(*take(sheet=sheet, columns=columns))
        assert len(found) == rows
        assert {row[1] for row in found} == {order.number}


def test_rows_can_be_chosen_by_their_state(place, take, staff):
    place()
    cancelled = place(email="bob@example.net")
    fulfilment.cancel(order=cancelled, at=MONDAY, by=staff)
    _, *found = rows_of(*take(only="cancelled"))
    assert [row[0] for row in found] == [cancelled.number]


def test_what_tax_law_keeps_stays_in_the_books_of_somebody_erased(order, take, staff):
    fulfilment.cancel(order=order, at=MONDAY, by=staff)
    export, passphrase = take()
    erase(order.person)
    assert fresh(export).state == State.BUILT
    assert rows_of(fresh(export), passphrase)[1][0] == order.number
    again, passphrase = take()
    assert rows_of(again, passphrase)[1][0] == order.number
    assert not ExportedPerson.objects.filter(export=again).exists()


def test_a_file_with_names_goes_with_whoever_is_erased(order, take, staff):
    fulfilment.cancel(order=order, at=MONDAY, by=staff)
    given = {"purpose": Purpose.AFTER_SALES, "columns": LABEL}
    export, _ = take("officer", **given)
    erase(order.person)
    assert fresh(export).state == State.TAKEN_BACK
    with pytest.raises(NotAsked, match="nothing in these days"):
        take("officer", **given)


def test_what_was_typed_into_an_order_is_no_formula(place, take):
    place(name="=SUM(A1)")
    export = take("officer", purpose=Purpose.AFTER_SALES, columns=LABEL)
    _, row = rows_of(*export)
    assert row[0] == "'=SUM(A1)"
    assert row[1] == "7 Hawthorn Bank, Edinburgh, EH6 6QZ, UNITED KINGDOM"


# --- For the carrier, on the consent of each order -----------------------------------

FOR_CARRIER = {
    "purpose": Purpose.DELIVERY,
    "columns": LABEL,
    "recipient": "carrier",
}


def test_the_carrier_gets_the_orders_that_were_agreed_to(carrier_order, place, take):
    place(email="bob@example.net")
    export, passphrase = take("officer", **FOR_CARRIER)
    assert export.rows == 1
    assert len(rows_of(export, passphrase)) == 2
    row = Disclosure.objects.get(recipient="carrier")
    assert row.person_id == carrier_order.person_id
    assert (row.basis, row.consent_id) == ("consent", carrier_order.consent_id)


def test_a_consent_that_is_taken_back_takes_the_file_back(carrier_order, take):
    export, _ = take("officer", **FOR_CARRIER)
    consent.withdraw(consent=carrier_order.consent, at=LATER)
    with pytest.raises(NotThere, match="took their consent back"):
        fetching.fetch(export, by=export.by, at=LATER)
    assert fresh(export).state == State.TAKEN_BACK
    assert not Disclosure.objects.filter(recipient="carrier").exists()
    with pytest.raises(NotAsked, match="nothing in these days"):
        take("officer", **FOR_CARRIER)


def test_what_rests_on_no_consent_never_goes_by_one(carrier_order, take):
    with pytest.raises(NotAsked):
        take(sheet="payments", recipient="carrier", columns=("orders.Payment.amount",))
    made = Export(sheet="lines", purpose=Purpose.DELIVERY, recipient="carrier", **WEEK)
    made.columns = list(LABEL)
    assert not asking.choosing.rows(made).exists()
    assert {each.key for each in sheets.every()} >= {"orders", "lines", "payments"}
    assert Order.objects.count() == 1
