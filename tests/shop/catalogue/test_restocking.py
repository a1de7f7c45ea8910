"""A cancelled order gives back what it took, once and with the cancelling."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from orders import fulfilment, goods, placing
from orders.addresses import Address
from orders.models import Order
from orders.placing import Item
from shop.catalogue.models import Product, Variant


@pytest.fixture
def order(make, at):
    make(stocks=[2, 5])
    items = [
        Item("SKU-1-0", "Envelope", "Kind 0", Decimal(950), 2, Decimal(20)),
        Item("SKU-1-1", "Envelope", "Kind 1", Decimal(950), 1, Decimal(20)),
        Item("GONE", "No longer sold", "", Decimal(950), 1, Decimal(20)),
    ]
    return placing.place(
        checkout_id=uuid4(),
        email="maya@example.net",
        name="Maya Okafor",
        address=Address("GB", "7 Hawthorn Bank", "", "Edinburgh", "", "EH6 6QZ"),
        items=items,
        delivery="own",
        payment="transfer",
        consent_sentence=None,
        at=at,
    )


def test_a_cancelled_order_gives_its_stock_back(order, at):
    Variant.objects.update(stock=0)
    Product.objects.update(available=False)
    fulfilment.cancel(order=order, at=at, by=None)
    assert dict(Variant.objects.values_list("sku", "stock")) == {
        "SKU-1-0": 2,
        "SKU-1-1": 1,
    }
    assert Product.objects.get().available


def test_an_order_that_cannot_be_cancelled_keeps_what_it_took(order, at):
    fulfilment.cancel(order=order, at=at, by=None)
    before = dict(Variant.objects.values_list("sku", "stock"))
    with pytest.raises(fulfilment.WrongState):
        fulfilment.cancel(order=order, at=at, by=None)
    assert dict(Variant.objects.values_list("sku", "stock")) == before


def stock_of(sku):
    return Variant.objects.get(sku=sku).stock


def moved(signal, order, at, **items):
    named = {sku.replace("_", "-"): many for sku, many in items.items()}
    signal.send(sender=Order, order=order, items=named, at=at, by=None)


def test_what_came_back_stands_on_the_shelf_again(order, at):
    moved(goods.came_back, order, at, SKU_1_0=3)
    assert stock_of("SKU-1-0") == 5


def test_what_is_sent_again_is_taken_or_nothing_is(order, at):
    moved(goods.wanted, order, at, SKU_1_1=2)
    assert stock_of("SKU-1-1") == 3
    with pytest.raises(goods.SoldOut) as gone:
        moved(goods.wanted, order, at, SKU_1_1=1, SKU_1_0=9)
    assert (gone.value.sku, gone.value.left) == ("SKU-1-0", 2)
    assert stock_of("SKU-1-1") == 3


def test_orders_ask_the_shelf_what_there_is(order):
    ware = goods.find("SKU-1-1")
    assert (ware.title, ware.variant, ware.left) == ("Envelope 001", "Kind 1", 5)
    assert (ware.unit_price, ware.tax_rate) == (Decimal(950), Decimal(20))
    assert goods.find("GONE") is None
    Variant.objects.filter(sku="SKU-1-1").update(stock=0)
    assert [each.sku for each in goods.alternatives("SKU-1-1")] == ["SKU-1-0"]
    Product.objects.update(withdrawn_at="2026-11-01T00:00Z")
    assert (goods.find("SKU-1-0"), goods.alternatives("SKU-1-0")) == (None, [])


def test_without_a_shelf_nothing_is_for_sale(monkeypatch):
    monkeypatch.setattr(goods, "_SHELVES", [])
    assert (goods.find("SKU-1-0"), goods.alternatives("SKU-1-0")) == (None, [])
