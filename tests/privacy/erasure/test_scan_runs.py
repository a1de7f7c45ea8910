"""What the last look sees of several runs, of a part, and of what went before."""

from __future__ import annotations

from orders.models import Order
from privacy.encryption import blind
from privacy.erasure import needles, plans, running, scanning
from privacy.letters.models import Letter
from tests.privacy.erasure.looking import (
    EMAIL,
    a_case,
    department,
    found,
    link_of,
    other_order,
    sealed,
)


def test_before_the_erasure_its_indexes_are_found(maya, at):
    run = running.begin(maya.pk, plans.made(maya.pk, at=at), at=at)
    run.needles = needles.of(maya.pk, spared=[run.pk])
    run.save()
    there = found(run, at)
    assert there["privacy.Person.email_index"] == 1
    assert there["orders.Order.link_index"] == 2
    # Sealed values can't be read by looking; that they are there still counts.
    assert there["privacy.Letter"] == Letter.objects.filter(person=maya).count() > 0


def test_a_name_of_ordinary_words_does_not_count_where_the_shop_writes_it(buys, at):
    person = buys("rose@example.net", "Rose Paper").person
    run = running.begin(person.pk, plans.made(person.pk, at=at), at=at)
    running.carry_out(run, at=at)
    department("Rose paper")
    assert found(run, at) == {"shop.Department.name": 1}
    department("Rose ink")
    department("Kraft paper")
    assert found(run, at) == {}


def test_one_look_serves_many(maya, buys, at):
    people = [
        maya,
        *(buys(f"no{n}@example.net", f"Nora Number{n}").person for n in range(3)),
    ]
    runs = [running.begin(p.pk, plans.made(p.pk, at=at), at=at) for p in people]
    for run in runs:
        running.carry_out(run, at=at)
    order = other_order(buys)
    Order.objects.filter(pk=order.pk).update(delivery_name="no1@example.net")
    there = scanning.look(runs, at=at)
    assert {k for k, v in there.items() if v} == {runs[2].pk}
    assert there.keys() == {run.pk for run in runs}


def test_a_part_leaves_the_indexes_of_the_rest(maya, at):
    first, second = Order.objects.filter(person=maya)
    scope = plans.Scope({"orders.Order": (first.pk,)})
    run = running.begin(maya.pk, plans.made(maya.pk, scope=scope, at=at), at=at)
    running.carry_out(run, at=at)
    assert EMAIL not in sealed(run).values
    assert (
        blind.digest("orders.order.contact_email", EMAIL).hex()
        not in sealed(run).indexes
    )
    assert found(run, at) == {}
    Order.objects.filter(pk=second.pk).update(delivery_name=link_of(run))
    assert found(run, at) == {"orders.Order.delivery_name": 1}


def test_the_case_that_is_carried_out_keeps_its_own_index(maya, at):
    old, new = (a_case(maya, at, email=EMAIL) for _ in range(2))
    plan = plans.made(maya.pk, case=new.pk, at=at)
    run = running.begin(maya.pk, plan, case=new, at=at)
    running.carry_out(run, at=at)
    new.refresh_from_db()
    old.refresh_from_db()
    assert new.email_index is not None
    assert old.email_index is None
    assert found(run, at) == {}
