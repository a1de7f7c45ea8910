"""How the facts of an order read on the page and in the copy that show what is held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from orders import addresses, countries, linked, money, timeline
from orders.conversation.message import Kind
from orders.payment import PaymentVerification
from privacy.copies import wording

_TYPED = {"contact_name", "contact_email", "delivery_address", "delivery_name"}


def register() -> None:
    """Say how money and addresses read, and where the values of rows are from."""
    linked.register()
    for label, field in _AMOUNTS:
        wording.words(label, field, _amount, data=_amount_data)
    wording.words("orders.Line", "line_total", _of_a_line, data=_of_a_line_data)
    wording.words("orders.Order", "delivery_address", _address)
    wording.words("orders.Event", "verb", _verb)
    wording.words("orders.Payment", "verification", _verification)
    wording.describe("orders.Order", title=_title, origin=_of_order)
    wording.words("orders.Message", "text", _lines)
    wording.describe(
        "orders.Message", title=_title, origin=_of_message, along=("order",)
    )
    for label in ("orders.Line", "orders.Event", "orders.Payment"):
        wording.describe(label, title=_title, origin=_of_part, along=("order",))


_AMOUNTS = (("orders.Order", "total"), ("orders.Payment", "amount"))


def _title(row: Any) -> str:
    return f"Order {getattr(row, 'order', row).number}"


def _of_order(order: Any, name: str) -> str:
    on = f"on {wording.day(order.placed_at)}"
    if name.endswith("_index"):
        return ""
    if name in _TYPED:
        return f"you, when you ordered {on}"
    return "" if name.startswith("link") else f"us, from your order {on}"


def _of_part(row: Any, name: str) -> str:
    on = f"on {wording.day(row.order.placed_at)}"
    if name in {"title", "variant", "quantity", "method"}:
        return f"you, when you ordered {on}"
    return "" if name.endswith("_index") else f"us, from your order {on}"


def _of_message(message: Any, name: str) -> str:
    who = "us, in our answer" if message.kind == Kind.ANSWER else "you, in a question"
    return f"{who} of {wording.day(message.at)}"


def _lines(message: Any, value: str) -> list[str]:
    return value.splitlines()


def _amount(row: Any, value: Any) -> list[str]:
    return [money.shown(value, row.currency)]


def _amount_data(row: Any, value: Any) -> dict[str, str]:
    return {"amount": money.plain(value, row.currency), "currency": row.currency}


def _of_a_line(line: Any, value: Any) -> list[str]:
    return _amount(line.order, value)


def _of_a_line_data(line: Any, value: Any) -> dict[str, str]:
    return _amount_data(line.order, value)


def _address(order: Any, value: Any) -> Sequence[str]:
    # Of a country that has since left the list, the parts are shown as they are.
    known = value.country in countries.NAMES
    return addresses.lines(value) if known else wording.parts(value)


def _verb(event: Any, value: Any) -> list[str]:
    return [timeline.titled(event.order, value)]


def _verification(payment: Any, value: PaymentVerification) -> list[str]:
    told = {
        "": f"{value.result.capitalize()} by {value.provider}",
        "Reference": value.code,
        "Reference of the provider": value.reference,
        "Checked on": value.checked_at,
        "Card": " ".join(filter(None, (value.brand, value.last_four))),
        "Checks": value.checks,
        "Page of the provider": value.session,
    }
    return [f"{name}: {said}".lstrip(": ") for name, said in told.items() if said]
