"""The copy's JSON-LD speaks schema.org: types, properties, places and values."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re

import msgspec_schemaorg.enums
import msgspec_schemaorg.models
import pytest

from orders import linked as orders_linked
from orders.states import PaymentState, State
from privacy.copies import linked, whole

SCHEMA = "https://schema.org/"


def every(package):
    """Return the classes of a package of the vocabulary by their names."""
    found = {}
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.ispkg:
            name = module.name.rpartition(".")[2]
            found[name] = module.name
    return found


MODELS = every(msgspec_schemaorg.models)
ENUMS = every(msgspec_schemaorg.enums)


def model(name):
    return getattr(importlib.import_module(MODELS[name]), name)


def members(name):
    enum = getattr(importlib.import_module(ENUMS[name]), name)
    return {str(each.value).removeprefix(SCHEMA) for each in enum}


def properties(name):
    """Return what a type and those above it have: property to names of its values."""
    return {
        prop: set(re.findall(r"\w+", str(said)))
        for kind in reversed(model(name).__mro__)
        for prop, said in getattr(kind, "__annotations__", {}).items()
    }


def wrong(node, where="graph", kinds=None):
    """Return what schema.org doesn't know of a node and of all within it."""
    kind = node.get("@type")
    if kind is None:
        return [] if node.keys() == {"@id"} else [f"{where}: no type"]
    if kind not in MODELS:
        return [f"{where}: {kind}"]
    known, found = properties(kind), []
    for prop, value in node.items():
        if prop.startswith("@"):
            continue
        if prop not in known:
            found.append(f"{where}: {kind}.{prop}")
            continue
        for each in value if isinstance(value, list) else [value]:
            found += wrong_value(each, f"{kind}.{prop}", known[prop])
    return found


def wrong_value(value, where, allowed):
    """Return what is wrong with a value of a property that allows these types."""
    if isinstance(value, dict):
        inner = value.get("@type")
        if inner is None:
            return wrong(value, where)
        above = (
            {kind.__name__ for kind in model(inner).__mro__}
            if inner in MODELS
            else set()
        )
        fits = [] if above & allowed or not above else [f"{where}: {inner}"]
        return fits + wrong(value, where)
    if isinstance(value, str) and value.startswith(SCHEMA):
        enums = allowed & ENUMS.keys()
        named = value.removeprefix(SCHEMA)
        return (
            []
            if any(named in members(each) for each in enums)
            else [f"{where}: {named}"]
        )
    plain = {"str", "int", "float", "bool", "date", "datetime"}
    return [] if plain & allowed else [f"{where}: text"]


@pytest.fixture
def graph(carrier_order, place, advance, at):
    """What the copy of somebody with two orders says."""
    place(delivery="pickup")
    told = linked.written(whole.gathered(carrier_order.person, at=at))
    read = json.loads(told)
    assert read["@context"] == SCHEMA
    return read["@graph"]


def of(graph, kind):
    return [node for node in graph if node["@type"] == kind]


def test_every_type_and_property_is_one_of_schema_org(graph):
    assert {node["@type"] for node in graph} >= {"Person", "Order", "EmailMessage"}
    assert [problem for node in graph for problem in wrong(node)] == []


def test_what_schema_org_does_not_know_is_found():
    """The positive control."""
    bad = {
        "@type": "Order",
        "orderNumber": "1",
        "orderColour": "green",
        "customer": {"@type": "Offer"},
        "seller": {"@type": "Shopkeeper"},
        "orderStatus": SCHEMA + "OrderLost",
        "orderDelivery": "by van",
        "partOfInvoice": [{"name": "no type"}],
    }
    assert wrong(bad) == [
        "graph: Order.orderColour",
        "Order.customer: Offer",
        "Order.seller: Shopkeeper",
        "Order.orderStatus: OrderLost",
        "Order.orderDelivery: text",
        "Order.partOfInvoice: no type",
    ]


def test_every_state_is_one_of_schema_org():
    assert set(orders_linked.STATUS) == set(State)
    assert set(orders_linked.STATUS.values()) <= members("OrderStatus")
    assert set(orders_linked.PAID) == set(PaymentState) - {PaymentState.CANCELLED}
    assert set(orders_linked.PAID.values()) <= members("PaymentStatusType")


def test_the_person_is_named_once_and_pointed_at(graph):
    (person,) = of(graph, "Person")
    assert person == {
        "@id": "#you",
        "@type": "Person",
        "name": "Maya Okafor",
        "email": "maya@example.net",
    }
    named = {node["@id"] for node in graph}
    told = json.dumps(graph)
    assert set(re.findall(r'\{"@id": "([^"]+)"\}', told)) <= named


def test_an_order_has_its_lines_delivery_and_invoice(graph, carrier_order):
    orders = of(graph, "Order")
    assert len(orders) == 2
    (order,) = [o for o in orders if o["orderNumber"] == carrier_order.number]
    assert order["orderStatus"] == SCHEMA + "OrderPaymentDue"
    assert order["orderDate"] == "2026-11-23T09:00:00+00:00"
    assert order["orderedItem"][1]["orderQuantity"] == 2
    assert order["orderedItem"][0]["orderedItem"]["description"] == "Navy"
    price = order["acceptedOffer"][1]["priceSpecification"]
    assert (price["price"], price["priceCurrency"]) == ("19.00", "GBP")
    address = order["orderDelivery"]["deliveryAddress"]
    assert address["streetAddress"] == "7 Hawthorn Bank"
    assert address["addressCountry"] == "GB"
    (invoice,) = order["partOfInvoice"]
    assert invoice["totalPaymentDue"]["value"] == "60.40"
    assert invoice["paymentStatus"] == SCHEMA + "PaymentDue"


def test_a_collected_order_has_no_address(graph, carrier_order):
    (order,) = [
        each
        for each in of(graph, "Order")
        if each["orderNumber"] != carrier_order.number
    ]
    assert order["orderDelivery"].keys() == {"@type", "name"}


def test_what_is_erased_is_left_out(order, at):
    type(order).objects.update(
        contact_name=None, contact_email=None, delivery_address=None, link=None
    )
    type(order.payment).objects.update(state=PaymentState.CANCELLED, settled_at=at)
    told = json.loads(linked.written(whole.gathered(order.person, at=at)))
    (found,) = of(told["@graph"], "Order")
    assert "Hawthorn" not in json.dumps(found)
    assert "paymentStatus" not in found["partOfInvoice"][0]
