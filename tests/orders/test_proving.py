"""Facts of an order: what its buyer knows proves who they are, and nothing else."""

from __future__ import annotations

import pytest

from orders.proving import OrderFacts
from privacy.encryption import shredding
from tests.orders.conftest import MONDAY

facts = OrderFacts()


def test_only_somebody_who_ordered_can_be_asked(order, alice):
    assert facts.can_ask(order.person_id)
    assert not facts.can_ask(alice.pk)


@pytest.mark.parametrize(
    "said", ["£57.00", "57.00", "5700", "eh66qz", "EH6 6QZ", "shore fountain PEN"]
)
def test_the_total_the_postcode_or_an_item_is_right(order, said):
    assert facts.matches(order.person_id, f" {order.number.lower()} ", said)


@pytest.mark.parametrize("said", ["", " - ", "£57.01", "EH6 6QX", "pen", "Maya Okafor"])
def test_anything_else_is_wrong(order, said):
    assert not facts.matches(order.person_id, order.number, said)


def test_the_facts_of_somebody_elses_order_are_wrong(order, place):
    other = place(email="noah@example.net", name="Noah Birch")
    assert not facts.matches(order.person_id, other.number, "EH6 6QZ")
    assert not facts.matches(order.person_id, "FW-NONE", "EH6 6QZ")


def test_an_address_that_is_erased_proves_nothing_and_the_rest_still_does(order):
    shredding.shred(subject=order.person_id, at=MONDAY, reason=shredding.RUN)
    assert not facts.matches(order.person_id, order.number, "EH6 6QZ")
    assert facts.matches(order.person_id, order.number, "Shore fountain pen")


def test_an_order_that_is_collected_has_no_postcode_to_know(place):
    collected = place(delivery="pickup", address=None)
    assert not facts.matches(collected.person_id, collected.number, "EH6 6QZ")
    assert facts.matches(collected.person_id, collected.number, "Poems of the Firth")
