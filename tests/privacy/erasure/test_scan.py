"""The last look: nothing is found of an erased person, and every plant is."""

from __future__ import annotations

import base64
import html
import json
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from orders.models import Order
from privacy.cases.history import CaseEvent
from privacy.encryption import blind
from privacy.erasure import cells, scanning
from privacy.erasure.run import Run
from privacy.models import Person
from tests import lasting
from tests.diary.models import Page
from tests.privacy.erasure import maya as mayas
from tests.privacy.erasure import outcome
from tests.privacy.erasure.looking import (
    EMAIL,
    LINE,
    NAME,
    TOWN,
    a_case,
    department,
    execute,
    found,
    other_order,
    sealed,
)

AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
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


@pytest.fixture(scope="module")
def erased_once(django_db_setup, django_db_blocker):
    """The keys of Maya and of the run of her erasure, up to the look."""
    with django_db_blocker.unblock(), lasting.taken_back():
        person = mayas.appears(at=AT)
        yield person.pk, outcome.erased(person, AT).pk


@pytest.fixture
def maya(erased_once, db):
    return Person.objects.get(pk=erased_once[0])


@pytest.fixture
def erased(erased_once, db):
    return Run.objects.get(pk=erased_once[1])


def test_nothing_is_found_of_an_erased_person(erased, buys, at):
    other_order(buys)
    assert erased.stage == Run.Stage.CHECKING
    assert {EMAIL, NAME, LINE} <= set(sealed(erased).values)
    assert TOWN in sealed(erased).near
    assert found(erased, at) == {}


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


def test_a_full_name_in_the_shops_own_tables_is_a_leak(erased, at):
    department(f"As {NAME} likes it")
    assert found(erased, at) == {"shop.Department.name": 1}


def test_what_a_law_keeps_is_not_counted_but_in_other_rows(erased, maya, buys, at):
    Order.objects.filter(person=maya).update(delivery_name=LINE)
    assert "orders.Order.delivery_name" in scanning._kept(erased)
    assert found(erased, at) == {}
    order = other_order(buys)
    Order.objects.filter(pk=order.pk).update(delivery_name=LINE)
    assert found(erased, at) == {"orders.Order.delivery_name": 1}


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
