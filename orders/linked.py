"""Orders in the words of schema.org, made from what a copy has gathered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from orders.states import PaymentState, State
from privacy.copies import linked
from privacy.copies.gathering import Row
from privacy.copies.linked import PERSON, SCHEMA, SHOP, Node, node
from privacy.copies.whole import Whole

STATUS = {
    State.PLACED: "OrderPaymentDue",
    State.PAID: "OrderProcessing",
    State.PACKED: "OrderProcessing",
    State.HANDED_OVER: "OrderInTransit",
    State.DELIVERED: "OrderDelivered",
    State.CANCELLED: "OrderCancelled",
    State.LOST: "OrderProblem",
    State.CAME_BACK: "OrderReturned",
}
PAID = {
    PaymentState.OPEN: "PaymentDue",
    PaymentState.DECLINED: "PaymentDeclined",
    PaymentState.PAID: "PaymentComplete",
}


def register() -> None:
    """Add the orders to every copy."""
    linked.add(orders)


def orders(whole: Whole) -> list[Node]:
    """Return one node for each order that was gathered."""
    lines, payments = _parts("orders.Line", whole), _parts("orders.Payment", whole)
    return [
        _order(row, lines[row.id], payments[row.id])
        for row in whole.group("orders.Order").rows
    ]


def _order(row: Row, lines: list[Row], payments: list[Row]) -> Node:
    return {"@id": f"#order-{row.id}"} | node(
        "Order",
        orderNumber=row.data("number"),
        orderDate=row.data("placed_at"),
        orderStatus=SCHEMA + STATUS[State(row.data("state"))],
        customer=PERSON,
        seller=SHOP,
        orderedItem=[_item(line) for line in lines],
        acceptedOffer=[_offer(line) for line in lines],
        orderDelivery=_delivery(row),
        partOfInvoice=[_invoice(payment, row) for payment in payments],
    )


def _parts(label: str, whole: Whole) -> Mapping[Any, list[Row]]:
    """Return the rows of a model by the id of their order."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in whole.group(label).rows:
        found[row.part_of].append(row)
    return found


def _item(line: Row) -> Node:
    return node(
        "OrderItem", orderQuantity=line.data("quantity"), orderedItem=_product(line)
    )


def _offer(line: Row) -> Node:
    total = line.data("line_total")
    price = node(
        "PriceSpecification",
        price=total["amount"],
        priceCurrency=total["currency"],
        eligibleQuantity=node("QuantitativeValue", value=line.data("quantity")),
        valueAddedTaxIncluded=True,
    )
    return node("Offer", itemOffered=_product(line), priceSpecification=price)


def _product(line: Row) -> Node:
    return node("Product", name=line.data("title"), description=line.data("variant"))


def _delivery(order: Row) -> Node:
    address = order.data("delivery_address")
    return node(
        "ParcelDelivery",
        name=order.data("delivery_name"),
        deliveryAddress=_address(address, order) if address else None,
    )


def _address(parts: dict[str, Any], order: Row) -> Node:
    street = ", ".join(filter(None, (parts["line1"], parts["line2"])))
    return node(
        "PostalAddress",
        name=order.data("contact_name"),
        streetAddress=street,
        addressLocality=parts["city"],
        addressRegion=parts["region"],
        postalCode=parts["postcode"],
        addressCountry=parts["country"],
    )


def _invoice(payment: Row, order: Row) -> Node:
    amount, status = payment.data("amount"), PAID.get(payment.data("state"))
    return node(
        "Invoice",
        confirmationNumber=order.data("number"),
        totalPaymentDue=node(
            "MonetaryAmount", value=amount["amount"], currency=amount["currency"]
        ),
        paymentStatus=SCHEMA + status if status else None,
        paymentMethod=payment.data("method"),
    )
