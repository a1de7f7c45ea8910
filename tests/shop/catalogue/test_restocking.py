"""A cancelled order gives back what it took, once and with the cancelling."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from orders import fulfilment, placing
from orders.addresses import Address
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
