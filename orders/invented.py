"""An invented order, for looking at the letters about orders without anybody's data."""

from __future__ import annotations

from datetime import date
from typing import Any

from orders import terms
from orders.event import Verb
from orders.telling import Bill, BillLine, Transfer
from privacy import letters
from privacy.letters import previews

NUMBER = "FW-EXAMPLE"
PATH = "/orders/an-invented-order/"
LINES = (
    BillLine(
        title="Laid writing paper",
        variant="A5, cream",
        sku="EX-1",
        quantity=2,
        unit="£9.50",
        total="£19.00",
    ),
    BillLine(
        title="Invented ink",
        variant="",
        sku="EX-2",
        quantity=1,
        unit="£7.00",
        total="£7.00",
    ),
)
BILL = Bill(
    lines=LINES,
    items="£26.00",
    delivery_name="Our van",
    delivery="£3.90",
    taxes=(("VAT 20% included", "£4.98"),),
    total="£29.90",
)


def preview(verb: Verb, *, title: str = "", **also: Any) -> None:
    """Show the letter about a verb with an invented order.

    ``also`` are its further facts, those that ``letters.tell`` gets as ``also``, and
    any of the order's own that should be otherwise. ``title`` tells several apart.
    """
    letters.preview(f"orders/{verb.value}", lambda: facts(verb) | also, title=title)


def facts(verb: Verb) -> dict[str, Any]:
    """What a letter about the verb may say: the keys of ``orders.letters.facts``."""
    closed = verb in {Verb.DELIVERED, Verb.CANCELLED}
    return {
        "number": NUMBER,
        "name": previews.NAME,
        "link": previews.address(PATH),
        "ask_link": previews.address(f"{PATH}questions/"),
        "unpaid": verb == Verb.PLACED,
        "bill": BILL,
        "address": [previews.NAME, "1 Example Street", "Exampletown", "EX1 1EX"],
        "collected": False,
        "carrier": "",
        "arrival": "between 24 and 25 November 2026",
        "paid": verb != Verb.PLACED,
        "transfer": None,
        "contact_until": date(2028, 11, 24) if closed else None,
        "books_until": date(2032, 11, 23),
    }


def collected() -> dict[str, Any]:
    """What is otherwise where the customer comes to the shop."""
    return {"collected": True, "address": [previews.NAME]}


def register() -> None:
    """Declare the previews of the letters that every order brings."""
    transfer = Transfer(amount="£29.90", code="EX0000", account=terms.bank_account())
    preview(Verb.PLACED, title="To be paid by transfer", transfer=transfer)
    preview(Verb.PLACED, title="To be paid on its page")
    preview(Verb.PLACED, title="To be collected", transfer=transfer, **collected())
    preview(Verb.PAID)
    preview(Verb.PAID, title="To be collected", **collected())
    preview(Verb.CANCELLED, title="Before it was paid", paid=False, unpaid=False)
    preview(Verb.CANCELLED, title="After it was paid")
