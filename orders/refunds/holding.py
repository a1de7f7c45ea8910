"""Refunds where data is shown, copied, taken out and erased: how they read there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from orders import money
from orders.refunds import account as accounts
from orders.refunds.account import Account
from orders.refunds.refund import UNSENT, Refund, State
from privacy.copies import linked, wording
from privacy.copies.gathering import Row
from privacy.copies.linked import SCHEMA, SHOP, Node, node
from privacy.copies.whole import Whole
from privacy.erasure import blocking, owned
from privacy.erasure.plans import Scope
from privacy.exports import sheets
from privacy.exports.sheets import Sheet

_STATUS: dict[Any, str] = {
    State.SENT: "CompletedActionStatus",
    State.CALLED_OFF: "FailedActionStatus",
}
_AMOUNTS = (
    ("orders.Refund", "amount"),
    ("orders.Refund", "tax"),
    ("orders.RefundLine", "amount"),
    ("orders.Payment", "refunded"),
)


def register() -> None:
    """Say how refunds read, offer them to the books, and have open ones asked about."""
    for label, field in _AMOUNTS:
        wording.words(label, field, _amount, data=_amount_data)
    wording.words("orders.Refund", "account", _account)
    wording.describe("orders.Refund", title=_title, origin=_origin, along=("order",))
    wording.describe(
        "orders.RefundLine", title=_title, origin=_origin, along=("refund__order",)
    )
    sheets.offer(
        Sheet(
            key="refunds",
            label="orders.Refund",
            title="Refunds",
            also=("currency", "delivery", "delivery_tax"),
            along=("order.number",),
            state="state",
        )
    )
    sheets.offer(
        Sheet(
            key="refund-lines",
            label="orders.RefundLine",
            title="What was refunded",
            also=("tax", "at"),
            along=("line.sku", "line.title", "refund.state"),
        )
    )
    blocking.register(open_refunds)
    linked.add(transfers)


def transfers(whole: Whole) -> list[Node]:
    """Return one node in the words of schema.org for each refund that was gathered."""
    return [_transfer(row) for row in whole.group("orders.Refund").rows]


def open_refunds(person_id: UUID, scope: Scope | None) -> list[str]:
    """Say which money is still to go back; with a scope only that of chosen rows."""
    theirs = owned.rows(Refund, person_id, scope=scope).filter(state__in=UNSENT)
    found = theirs.select_related("order").order_by("opened_at", "pk")
    return [
        f"{money.shown(refund.amount, refund.currency)} of order {refund.order.number}"
        " are still to be sent back to you. We need the order until they are."
        for refund in found
    ]


def _transfer(row: Row) -> Node:
    amount, state = row.data("amount"), row.data("state")
    return {"@id": f"#refund-{row.id}"} | node(
        "MoneyTransfer",
        object={"@id": f"#order-{row.part_of}"},
        agent=SHOP,
        amount=node(
            "MonetaryAmount", value=amount["amount"], currency=amount["currency"]
        ),
        startTime=row.data("opened_at"),
        endTime=row.data("sent_at"),
        actionStatus=SCHEMA + _STATUS.get(state, "ActiveActionStatus"),
    )


def _amount(row: Any, value: Any) -> list[str]:
    return [money.shown(value, _currency(row))]


def _amount_data(row: Any, value: Any) -> dict[str, str]:
    currency = _currency(row)
    return {"amount": money.plain(value, currency), "currency": currency}


def _currency(row: Any) -> str:
    return str(getattr(row, "refund", row).currency)


def _account(refund: Any, value: Account) -> list[str]:
    return accounts.lines(value)


def _title(row: Any) -> str:
    refund = getattr(row, "refund", row)
    called_off = ", called off" if refund.state == State.CALLED_OFF else ""
    return f"Order {refund.order.number}{called_off}"


def _origin(row: Any, name: str) -> str:
    refund = getattr(row, "refund", row)
    if name == "account":
        return "you, for this refund alone"
    if name == "reference":
        return "the payment provider"
    return f"us, from your refund of {wording.day(refund.opened_at)}"
