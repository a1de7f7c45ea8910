"""A guest buys one thing: from the department's page to the page of the order."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

from bench.visitor import Visitor

PRODUCT = re.compile(r'href="(/products/[^"]+)"')
ADDRESS = {
    "country": "GB",
    "line1": "7 Quayside Street",
    "city": "Edinburgh",
    "postcode": "EH6 6EX",
}


def buy(visitor: Visitor, department: str) -> Iterator[str]:
    """Buy the newest product of the department at this path; yield each step done.

    The name and the address are new each time, so nothing is found that another
    order left, and every order pays for a person and a key of its own.
    """
    visitor.get(department)
    yield "department"
    visitor.get(_first_product(visitor))
    yield "product"
    visitor.submit(visitor.form("sku"))
    yield "add, basket"
    visitor.get("/checkout/details/")
    yield "details"
    who = secrets.token_hex(6)
    visitor.submit(
        visitor.form("email"),
        email=f"{who}@example.net",
        name=f"Guest {who.title()}",
        **ADDRESS,
    )
    yield "send details, delivery"
    visitor.submit(visitor.form("delivery"), delivery="own", payment="transfer")
    yield "send delivery, check"
    visitor.submit(visitor.form("mark"))
    yield "place, order"
    if not visitor.path.startswith("/orders/"):
        raise RuntimeError(f"No order was placed: the shop answered {visitor.path}.")


def _first_product(visitor: Visitor) -> str:
    found = PRODUCT.search(visitor.answer.body.decode())
    if found is None:
        raise RuntimeError(f"{visitor.path} lists no product.")
    return found[1]
