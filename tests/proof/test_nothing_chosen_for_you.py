"""Nothing is ticked for anybody, and no order needs a consent but the carrier's own."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from orders.models import Order
from privacy.models import Consent
from tests.proof import buying, touring
from tests.proof.buying import Buyer

BUYER = Buyer(email="noor@example.net", name="Noor Haddad")
# How an order gets to its buyer is asked before its address, and agrees to nothing.
NO_CONSENT = {"getting", "sku", "payment", "delivery"}


class Ticks(HTMLParser):
    """Collects the boxes of a page, and those that are ticked or chosen already."""

    def __init__(self, html):
        super().__init__()
        self.boxes, self.ticked, self.radios = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag != "input" or told.get("type") not in {"checkbox", "radio"}:
            return
        is_box = told["type"] == "checkbox"
        self.boxes += [told["name"]] if is_box else []
        if "checked" in told:
            (self.ticked if is_box else self.radios).append(told["name"])


def first_looks(visitor):
    """Return every page that was opened and not answered yet, by what it is."""
    pages = touring.tour(visitor)
    more = ("/choices/", "/your-data/", *(f"/contact/{kind}/" for kind in KINDS))
    return pages | {path: visitor.get(path) for path in more}


KINDS = ("question", "see", "copy", "correct", "clear", "erase", "object")
# Filters that the address names are ticked: whoever followed it chose them.
CHOSEN_BY_ADDRESS = {"shop:department"}


def test_no_box_is_ticked_on_any_page_that_nobody_answered(visitor):
    pages, boxes = first_looks(visitor), set()
    assert len(pages) > 30
    for kind, page in pages.items():
        found = Ticks(page.text)
        boxes |= set(found.boxes)
        if kind not in CHOSEN_BY_ADDRESS:
            # The tour's own visitor had chosen the way and no carrier.
            assert found.ticked == [], kind
            assert set(found.radios) <= NO_CONSENT, kind
    assert "consent" in boxes


def test_a_box_that_is_ticked_would_be_found():
    page = '<input type="checkbox" name="consent" checked><input type="radio" name="x">'
    assert Ticks(page).ticked == ["consent"]
    assert Ticks(page).radios == []


def to_the_delivery(visitor, **more):
    """Fill a basket, answer the first page; return the second."""
    buying.fill_basket(visitor, touring.product_path())
    page = visitor.get("/checkout/details/")
    told = BUYER.details() | more
    return visitor.submit(page, "/checkout/details/", **told)


def test_the_carriers_box_is_empty_and_no_way_is_chosen_at_first(visitor):
    found = Ticks(to_the_delivery(visitor).text)
    assert "consent" in found.boxes
    assert (found.ticked, set(found.radios) & {"delivery"}) == ([], set())


@pytest.mark.parametrize("way", ["own", "pickup"])
def test_an_order_without_the_carrier_needs_no_consent(visitor, way):
    page = to_the_delivery(visitor, getting="collect" if way == "pickup" else "send")
    check = visitor.submit(page, "/delivery/", delivery=way, payment="transfer")
    assert "You agreed" not in check.text
    buying.order(visitor, check)
    order = Order.objects.get()
    assert (order.delivery_method, order.consent) == (way, None)
    assert not Consent.objects.exists()


def test_the_carrier_alone_asks_and_takes_no_silence_for_yes(visitor):
    page = to_the_delivery(visitor)
    chosen = {"delivery": "carrier", "payment": "transfer"}
    page = visitor.submit(page, "/delivery/", **chosen)
    assert "unless you tick the box" in page.text
    assert not Order.objects.exists()
    check = visitor.submit(page, "/delivery/", consent="on", **chosen)
    buying.order(visitor, check)
    assert Order.objects.get().consent.sentence in check.text
