"""The last look: nothing is found of an erased person, and every plant is."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote

import pytest

from orders.models import Order
from privacy.cases.history import CaseEvent
from privacy.encryption import blind
from privacy.erasure import cells, needles, plans, running, scanning
from privacy.erasure.run import Run
from privacy.letters.models import Letter
from privacy.models import Person
from tests.diary.models import Page
from tests.privacy.erasure.looking import (
    EMAIL,
    LINE,
    NAME,
    TOWN,
    a_case,
    department,
    execute,
    found,
    link_of,
    other_order,
    sealed,
)

SPELLINGS = {
    "as it is": lambda text: text,
    "in capitals": str.upper,
    "within words": lambda text: f"ask {text}: they know",
    "as JSON": lambda text: json.dumps({"a": f"\n{text}"}),
    "for a page": lambda text: html.escape(f"<b>{text}</b>"),
    "for an address": lambda text: f"?q={quote(text)}",
    "in base64": lambda text: base64.b64encode(text.encode()).decode(),
    "inside base64": lambda text: base64.urlsafe_b64encode(
        b"x " + text.encode()
    ).decode(),
    "in base64 of UTF-16": lambda t: base64.b64encode(t.encode("utf-16-le")).decode(),
    "in hex": lambda text: text.encode().hex(),
    "in hex of UTF-16": lambda text: text.encode("utf-16-be").hex(),
}


def test_nothing_is_found_of_an_erased_person(erased, buys, at):
    other_order(buys)
    assert erased.stage == Run.Stage.CHECKING
    assert {EMAIL, NAME, LINE} <= set(sealed(erased).values)
    assert TOWN in sealed(erased).near
    assert found(erased, at) == {}


def test_before_the_erasure_its_indexes_are_found(maya, at):
    run = running.begin(maya.pk, plans.made(maya.pk, at=at), at=at)
    run.needles = needles.of(maya.pk, spared=[run.pk])
    run.save()
    there = found(run, at)
    assert there["privacy.Person.email_index"] == 1
    assert there["orders.Order.link_index"] == 2
    # Sealed values can't be read by looking; that they are there still counts.
    assert there["privacy.Letter"] == Letter.objects.filter(person=maya).count() > 0


@pytest.mark.parametrize("text", [EMAIL, NAME, LINE])
@pytest.mark.parametrize("how", SPELLINGS)
def test_a_leak_in_a_text_of_somebody_elses_row_is_found(erased, buys, at, how, text):
    order = other_order(buys)
    table = Order._meta.db_table
    name = SPELLINGS[how](text)
    execute(
        f"UPDATE {table} SET delivery_name = %s WHERE number = %s",
        name[:100],
        order.number,
    )
    assert found(erased, at) == {"orders.Order.delivery_name": 1}


def test_leaks_are_counted_by_rows(erased, buys, at):
    for _ in range(3):
        other_order(buys)
    Order.objects.filter(contact_email="bob@example.net").update(delivery_name=NAME)
    assert found(erased, at) == {"orders.Order.delivery_name": 3}


def test_a_leak_in_json_is_found(erased, staff, at):
    case = a_case(staff, at)
    CaseEvent.objects.create(
        case=case, what="x", state=case.state, detail={"a": [{"b": NAME}]}, at=at
    )
    assert found(erased, at) == {"privacy.CaseEvent.detail": 1}


def test_a_leak_in_bytes_is_found(erased, buys, at):
    plain = {"contact_name": NAME.encode(), "link_index": LINE.encode()[:16]}
    order = other_order(buys)
    table = Order._meta.db_table
    for column, raw in plain.items():
        execute(
            f"UPDATE {table} SET {column} = %s WHERE number = %s", raw, order.number
        )
    assert found(erased, at) == {
        "orders.Order.contact_name": 1,
        "orders.Order.link_index": 1,
    }


@pytest.mark.parametrize(
    "form", [bytes.hex, lambda raw: base64.b64encode(raw).decode()]
)
def test_an_index_in_a_text_is_found(erased, staff, at, form):
    digest = blind.digest("privacy.person.email", EMAIL)
    a_case(staff, at, extension_reason=f"see {form(digest)}")
    assert found(erased, at) == {"privacy.Case.extension_reason": 1}


def test_a_town_counts_in_rows_that_are_tied_to_the_person_alone(
    erased, maya, buys, at
):
    theirs, other = Order.objects.filter(person=maya), other_order(buys)
    Order.objects.filter(pk=other.pk).update(delivery_method=f"to {TOWN}")
    assert found(erased, at) == {}
    theirs.update(delivery_method=f"to {TOWN}")
    assert found(erased, at) == {"orders.Order.delivery_method": 2}


def test_a_town_counts_in_what_hangs_on_their_rows(erased, maya, at):
    case = a_case(maya, at)
    CaseEvent.objects.create(
        case=case, what=f"to {TOWN}", state=case.state, detail={}, at=at
    )
    assert found(erased, at)["privacy.CaseEvent.what"] == 1


def test_what_the_shop_itself_says_tells_of_nobody(erased, maya, at):
    Order.objects.filter(person=maya).update(delivery_method=f"to {TOWN}")
    department(f"Maps of {TOWN}")
    assert found(erased, at) == {}


def test_a_name_of_ordinary_words_does_not_count_where_the_shop_writes_it(buys, at):
    person = buys("rose@example.net", "Rose Paper").person
    run = running.begin(person.pk, plans.made(person.pk, at=at), at=at)
    running.carry_out(run, at=at)
    department("Rose paper")
    assert found(run, at) == {"shop.Department.name": 1}
    department("Rose ink")
    department("Kraft paper")
    assert found(run, at) == {}


def test_a_full_name_in_the_shops_own_tables_is_a_leak(erased, at):
    department(f"As {NAME} likes it")
    assert found(erased, at) == {"shop.Department.name": 1}


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


def test_what_a_law_keeps_is_not_counted_but_in_other_rows(erased, maya, buys, at):
    Order.objects.filter(person=maya).update(delivery_name=LINE)
    assert "orders.Order.delivery_name" in scanning._kept(erased)
    assert found(erased, at) == {}
    order = other_order(buys)
    Order.objects.filter(pk=order.pk).update(delivery_name=LINE)
    assert found(erased, at) == {"orders.Order.delivery_name": 1}


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


def test_every_column_that_may_hold_text_is_read(db):
    labels = {column.label for column in cells.every() if column.may_hold_text}
    assert {
        *("orders.Order.delivery_name", "privacy.Case.plan", "orders.Order.link_index"),
        *(
            "shop.BrowserSession.session_data",
            "vault.LedgerEntry.reason",
            "diary.Page.mood",
        ),
        *("privacy.Letter.content", "vault.DataKey.wrapped"),
    } <= labels
    assert not labels & {
        "orders.Order.total",
        "orders.Order.id",
        "orders.Order.placed_at",
    }


def test_a_name_that_is_gone_leaves_its_person(erased, maya):
    assert Person.objects.get(pk=maya.pk).name is None
    assert not Page.objects.filter(writer=maya, title__isnull=False).exists()
