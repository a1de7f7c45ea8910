"""What is held about an order reads well, and its copy has no secret."""

from __future__ import annotations

import io
import zipfile

from orders import holdings
from orders.addresses import Address
from orders.payment import PaymentVerification
from privacy import purposes
from privacy.copies import gathering, packing, whole
from privacy.purposes import Purpose


def rows_of(order, label, at):
    groups = gathering.held(order.person, at)
    (found,) = [group for group in groups if group.label == label]
    return found.rows


def values_of(order, label, at):
    """Return the values of the first row of a model by the names of their fields."""
    return {each.name: each for each in rows_of(order, label, at)[0].values}


def test_amounts_read_as_money(order, at):
    assert values_of(order, "orders.Order", at)["total"].words == "£57.00"
    line = values_of(order, "orders.Line", at)["line_total"]
    assert (line.words, line.data) == ("£38.00", {"amount": "38.00", "currency": "GBP"})
    assert values_of(order, "orders.Payment", at)["amount"].words == "£57.00"


def test_an_address_reads_as_on_the_parcel(carrier_order, at):
    address = values_of(carrier_order, "orders.Order", at)
    lines = address["delivery_address"].lines
    assert lines == ("7 Hawthorn Bank", "Edinburgh", "EH6 6QZ", "UNITED KINGDOM")
    assert address["delivery_address"].data["postcode"] == "EH6 6QZ"


def test_an_address_in_a_country_that_left_the_list_reads_part_by_part():
    address = Address("XX", "1 Old Road", city="Oldtown")
    told = holdings._address(None, address)
    assert told == ("Country: XX", "Line1: 1 Old Road", "City: Oldtown")


def test_a_row_is_called_by_the_number_of_its_order(order, at):
    for label in ("orders.Order", "orders.Line", "orders.Event", "orders.Payment"):
        row = rows_of(order, label, at)[0]
        assert row.title == f"Order {order.number}"
        assert row.part_of == (None if label == "orders.Order" else order.pk)


def test_a_value_says_who_gave_it_and_when(order, at):
    values = values_of(order, "orders.Order", at)
    typed = "you, when you ordered on 23 November 2026"
    ours = "us, from your order on 23 November 2026"
    assert values["contact_name"].where_from == typed
    assert values["number"].where_from == values["state"].where_from == ours
    assert values["link"].where_from == "us, at random"
    line = values_of(order, "orders.Line", at)
    assert (line["title"].where_from, line["line_total"].where_from) == (typed, ours)
    payment = values_of(order, "orders.Payment", at)
    assert payment["code_index"].where_from == "us, made from what you gave us"


def test_what_happened_is_told_in_words(order, at):
    assert values_of(order, "orders.Event", at)["verb"].words == "Order placed"


def test_the_check_of_a_payment_is_told_without_empty_parts(order, code_of, at):
    check = values_of(order, "orders.Payment", at)["verification"]
    assert check.lines == ("Awaited by transfer", f"Reference: {code_of(order)}")
    card = PaymentVerification(
        "card", reference="r-1", result="approved", brand="Visa", last_four="1234"
    )
    told = holdings._verification(None, card)
    assert told[1:] == ["Reference of the provider: r-1", "Card: Visa 1234"]


def test_a_closed_order_has_the_date_on_which_its_address_goes(order, advance, at):
    advance(order, "mark-paid", "pack", "hand-over", "deliver")
    name = values_of(order, "orders.Order", at)["contact_name"]
    assert str(name.until) == "2028-11-23"


def test_who_received_the_address_is_told(carrier_order, advance, at):
    advance(carrier_order, "mark-paid", "pack", "hand-over")
    values = values_of(carrier_order, "orders.Order", at)
    assert values["contact_name"].disclosed_to == ("Northbound Parcels",)
    assert values["contact_email"].disclosed_to == ()
    (given,) = gathering.disclosures(carrier_order.person)
    assert given.fields == ("Name", "Delivery address")


def test_a_copy_has_no_link_that_opens_an_order(carrier_order, place, at):
    orders = [
        carrier_order,
        place(),
        place(email="other@example.net", name="Ann Other"),
    ]
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        links = [order.link for order in orders]
    packet = packing.packed(whole.gathered(carrier_order.person, at=at))
    with zipfile.ZipFile(io.BytesIO(packet)) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert not [link for link in links if link in text]
    assert carrier_order.number in text
    assert orders[2].number not in text
    assert "Ann Other" not in text
