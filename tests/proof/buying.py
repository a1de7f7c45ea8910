"""How somebody buys: from the shelf to the order page, one page after another."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Buyer:
    """Who buys, and where the parcel goes."""

    email: str = "maya@example.net"
    name: str = "Maya Okafor"
    line1: str = "7 Hawthorn Bank"
    line2: str = "Flat 3"
    city: str = "Edinburgh"
    postcode: str = "EH6 6QZ"
    more: dict[str, str] = field(default_factory=dict)

    def details(self):
        """Return the answers to the first page."""
        parts = ("email", "name", "line1", "line2", "city", "postcode")
        return {name: getattr(self, name) for name in parts} | self.more


def fill_basket(visitor, path):
    """Put the product at `path` into the basket; return the basket's page."""
    product = visitor.get(path)
    assert product.status == 200, path
    return visitor.submit(product, "/basket/add/")


def to_the_check(visitor, buyer, *, delivery="own", payment="transfer", consent=None):
    """Answer the first two pages of the checkout; return the third."""
    page = visitor.get("/checkout/details/")
    page = visitor.submit(page, "/checkout/details/", **buyer.details())
    assert page.url.endswith("/checkout/delivery/"), page.text
    answers = {"delivery": delivery, "payment": payment, "consent": consent}
    page = visitor.submit(page, "/checkout/delivery/", **answers)
    assert page.url.endswith("/checkout/check/"), page.text
    return page


def order(visitor, check):
    """Press the button on the last page; return the order's page."""
    page = visitor.submit(check, "/checkout/check/")
    assert "/orders/" in page.url, page.text
    return page
