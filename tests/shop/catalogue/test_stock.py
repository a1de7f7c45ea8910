"""Stock is taken whole or not at all, and the last one goes once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from shop.catalogue import stock
from shop.catalogue.models import Product, Variant


def left():
    return dict(Variant.objects.values_list("sku", "stock"))


def test_stock_is_taken(make):
    make(stocks=[10, 3])
    stock.take({"SKU-1-0": 4, "SKU-1-1": 1})
    assert left() == {"SKU-1-0": 6, "SKU-1-1": 2}


def test_too_few_leaves_everything_as_it_was(make):
    make(stocks=[10, 3])
    with pytest.raises(stock.OutOfStock) as problem:
        stock.take({"SKU-1-0": 4, "SKU-1-1": 5})
    assert (problem.value.sku, problem.value.left) == ("SKU-1-1", 3)
    assert left() == {"SKU-1-0": 10, "SKU-1-1": 3}


def test_what_does_not_exist_is_out_of_stock(make):
    make()
    with pytest.raises(stock.OutOfStock) as problem:
        stock.take({"SKU-1-0": 1, "NONE": 1})
    assert (problem.value.sku, problem.value.left) == ("NONE", 0)
    assert left() == {"SKU-1-0": 10}


def test_what_is_withdrawn_is_out_of_stock(make, at):
    make(withdrawn_at=at)
    with pytest.raises(stock.OutOfStock):
        stock.take({"SKU-1-0": 1})


@pytest.mark.parametrize("quantity", [0, -1])
def test_less_than_one_is_refused(make, quantity):
    make()
    with pytest.raises(ValueError, match="from 1"):
        stock.take({"SKU-1-0": quantity})
    with pytest.raises(ValueError, match="from 1"):
        stock.give_back({"SKU-1-0": quantity})
    assert left() == {"SKU-1-0": 10}


def test_a_product_is_available_until_its_last_variant_is_gone(make):
    make(stocks=[1, 1])
    stock.take({"SKU-1-0": 1})
    assert Product.objects.get().available
    stock.take({"SKU-1-1": 1})
    assert not Product.objects.get().available
    stock.give_back({"SKU-1-1": 1})
    assert Product.objects.get().available
    assert left() == {"SKU-1-0": 0, "SKU-1-1": 1}


def test_departments_are_counted_only_when_something_sells_out(
    make, envelopes, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        make(stock=2)
    with django_capture_on_commit_callbacks(execute=True) as none:
        stock.take({"SKU-1-0": 1})
    with django_capture_on_commit_callbacks(execute=True) as once:
        stock.take({"SKU-1-0": 1})
    envelopes.refresh_from_db()
    assert (len(none), len(once), envelopes.tally["in_stock"]) == (0, 1, 0)
    with django_capture_on_commit_callbacks(execute=True):
        stock.give_back({"SKU-1-0": 1})
    envelopes.refresh_from_db()
    assert envelopes.tally["in_stock"] == 1


def test_what_no_longer_exists_is_not_given_back(make):
    make()
    stock.give_back({"NONE": 3, "SKU-1-0": 1})
    assert left() == {"SKU-1-0": 11}


def test_taking_costs_the_same_few_queries_for_each_item(
    make, django_assert_num_queries
):
    make(stocks=[9, 9, 9])
    # A savepoint and its end, the locks, one update for each item.
    with django_assert_num_queries(2 + 1 + 3):
        stock.take({f"SKU-1-{n}": 1 for n in range(3)})


def test_an_exception_says_the_sku_and_how_many_are_left():
    assert str(stock.OutOfStock("A", 2)) == "2 left of A"


# --- Two customers at once, each with a connection of their own --------------------
at_once = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


def together(*verbs):
    """Call each verb in a thread of its own, all at one moment; what each raised."""
    start = Barrier(len(verbs))

    def run(verb):
        try:
            start.wait(timeout=10)
            verb()
        except stock.OutOfStock as problem:
            return problem
        else:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(run, verbs))


@at_once
def test_two_customers_and_one_last_item(make):
    make(stock=1)
    raised = together(*[lambda: stock.take({"SKU-1-0": 1})] * 2)
    assert sorted(problem is None for problem in raised) == [False, True]
    assert left() == {"SKU-1-0": 0}


@at_once
def test_the_last_of_two_variants_taken_at_once_sells_the_product_out(make):
    make(stocks=[1, 1])
    raised = together(
        lambda: stock.take({"SKU-1-0": 1}), lambda: stock.take({"SKU-1-1": 1})
    )
    assert raised == [None, None]
    assert not Product.objects.get().available


@at_once
def test_orders_that_name_items_in_another_order_do_not_block_each_other(make):
    make(stock=100)
    make(stock=100)
    one, other = {"SKU-1-0": 1, "SKU-2-0": 1}, {"SKU-2-0": 1, "SKU-1-0": 1}

    def buy(items):
        for _ in range(10):
            stock.take(items)

    assert together(lambda: buy(one), lambda: buy(other)) == [None, None]
    assert left() == {"SKU-1-0": 80, "SKU-2-0": 80}
