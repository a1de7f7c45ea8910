"""Orders in parcels: the whole in one, a part in each, and one that failed."""

from __future__ import annotations

import pytest

from orders import goods
from orders.parcels import moving, packing
from tests.orders.conftest import MONDAY


@pytest.fixture
def paid(order, advance):
    """A paid order of one pen and two books."""
    return advance(order, "mark-paid")


@pytest.fixture
def pack(staff):
    """Pack so many of each position of an order."""

    def packed(order, *many, **told):
        lines = order.lines.all()
        chosen = {line.pk: n for line, n in zip(lines, many, strict=False)} or None
        return packing.pack(order=order, quantities=chosen, at=MONDAY, by=staff, **told)

    return packed


@pytest.fixture
def move(staff):
    """Take a parcel through some verbs, each by its key."""

    def moved(parcel, *keys, **told):
        for key in keys:
            moving.VERBS[key](parcel=parcel, at=MONDAY, by=staff, **told)
        return parcel

    return moved


@pytest.fixture(autouse=True)
def shelf(monkeypatch):
    """What goods did, signal by signal, and what taking them shall raise."""
    heard, wrong = [], []

    def back(items, **told):
        heard.append(("came_back", dict(items)))

    def wanted(items, **told):
        if wrong:
            raise wrong[0]
        heard.append(("wanted", dict(items)))

    for signal, hears in ((goods.came_back, back), (goods.wanted, wanted)):
        # The shop's own shelf is tested with the shop.
        monkeypatch.setattr(signal, "receivers", [])
        signal.connect(hears, weak=False)
    return heard, wrong
