"""The last look: nothing is found of an erased person, and every plant is."""

from __future__ import annotations

import base64
import html
import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.conf import settings as conf
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, connections

from orders.models import Order
from privacy import purposes
from privacy.cases.case import Case
from privacy.cases.history import CaseEvent
from privacy.encryption import blind, keys
from privacy.erasure import cells, needles, plans, running, scanning
from privacy.erasure.run import Needles, Run
from privacy.letters.models import Letter, LetterText
from privacy.models import Person
from privacy.purposes import Purpose
from privacy.vault.models import DataKey
from shop.catalogue.models import Department
from shop.sessions import SessionStore
from tests.diary.models import Page

EMAIL, NAME, LINE, TOWN = "maya@example.net", "Maya Okafor", "7 Hawthorn Bank", "Leith"
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


@pytest.fixture
def erased(maya, at):
    """The run of Maya's erasure, up to the look."""
    run = running.begin(maya.pk, plans.made(maya.pk, at=at), at=at)
    running.carry_out(run, at=at)
    return run


@pytest.fixture
def files():
    """The shop's folder; what a test leaves there is taken away."""
    made = []

    def write(name, raw):
        path = Path(conf.VAR_DIR) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        made.append(path)

    yield write
    for path in made:
        path.unlink()


def found(run, at):
    return scanning.look([run], at=at)[run.pk]


def other_order(buys):
    return buys("bob@example.net", "Bob Birch")


def execute(sql, *params, alias="default"):
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, params)


def sealed(run):
    with purposes.using(Purpose.OWN_REQUEST):
        return run.needles


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


def test_an_index_that_came_back_is_found(erased, buys, at):
    order = other_order(buys)
    digest = blind.digest("orders.order.contact_email", EMAIL)
    Order.objects.filter(pk=order.pk).update(contact_email_index=None)
    table = Order._meta.db_table
    execute(
        f"UPDATE {table} SET contact_email_index = %s WHERE number = %s",
        digest,
        order.number,
    )
    assert found(erased, at) == {"orders.Order.contact_email_index": 1}


@pytest.mark.parametrize(
    "form", [bytes.hex, lambda raw: base64.b64encode(raw).decode()]
)
def test_an_index_in_a_text_is_found(erased, staff, at, form):
    digest = blind.digest("privacy.person.email", EMAIL)
    a_case(staff, at, extension_reason=f"see {form(digest)}")
    assert found(erased, at) == {"privacy.Case.extension_reason": 1}


def test_a_leak_in_a_session_is_found(erased, at):
    session = SessionStore()
    session["email"] = EMAIL
    session["more"] = "so long that it is packed " * 20
    session.save()
    assert found(erased, at) == {"sessions.Session.session_data": 1}
    Session.objects.all().delete()
    assert found(erased, at) == {}


@pytest.mark.parametrize("value", [EMAIL, {"to": [EMAIL]}, "x" * 51 + " " + LINE])
def test_a_leak_in_the_cache_is_found(erased, at, value):
    cache.set("limit", value)
    assert sum(found(erased, at).values()) == 1
    cache.delete("limit")
    assert found(erased, at) == {}


def test_a_leak_in_the_key_of_a_cache_is_found(erased, at):
    cache.set(f"limit:{EMAIL}", 1)
    assert sum(found(erased, at).values()) == 1
    cache.delete(f"limit:{EMAIL}")


def test_a_letter_that_was_left_is_found(erased, maya, at):
    DataKey.objects.filter(subject=maya.pk).update(destroyed_at=None, wrapped=b"0" * 60)
    execute(
        f"INSERT INTO {Letter._meta.db_table} (id, holder_id, person_id, purpose,"
        " template, content, queued_at, next_try_at, attempts, delete_on)"
        " VALUES (%s, %s, %s, 'conversation', %s, %s, %s, %s, 0, %s)",
        *ids(uuid4(), maya.pk, maya.pk),
        "orders/paid",
        b"\x01" + bytes(40),
        at,
        at,
        at.date(),
    )
    assert found(erased, at) == {"privacy.Letter": 1}


def test_a_leak_beside_a_letter_is_found(erased, bob, at):
    Letter.objects.create(
        holder_id=bob.pk,
        person=bob,
        purpose=Purpose.CONVERSATION,
        template=f"to {EMAIL}",
        content=LetterText("a", "b", "c"),
        queued_at=at,
        next_try_at=at,
        delete_on=at.date(),
    )
    assert found(erased, at) == {"privacy.Letter.template": 1}


def test_a_leak_in_a_log_is_found_once_for_each_part(erased, at, files):
    files("log/worker.log", b"x\n" * 600_000 + f"sent to {EMAIL}\n".encode())
    assert found(erased, at) == {"log/worker.log": 1}


def test_a_leak_in_a_message_of_the_queue_is_found(erased, at, files):
    body = base64.b64encode(json.dumps([[NAME], {}, {}]).encode()).decode()
    message = json.dumps({"body": body, "headers": {"task": "t"}})
    files("broker/queue/1_celery.msg", message.encode())
    assert found(erased, at) == {"broker": 1}


def test_the_demos_mailbox_and_the_files_of_the_databases_are_left_out(
    erased, at, files
):
    files("mail/1.log", EMAIL.encode())
    files("other.sqlite3-wal", EMAIL.encode())
    assert found(erased, at) == {}


@pytest.mark.parametrize("alias", ["default", "vault"])
@pytest.mark.parametrize("kind", ["varchar(200)", "text", "bytes"])
def test_a_table_that_nobody_knows_is_looked_into(erased, at, alias, kind):
    binary = "bytea" if connection.vendor == "postgresql" else "blob"
    kind = binary if kind == "bytes" else kind
    execute(f'CREATE TABLE "Planted" (n integer, "to%%ld" {kind})', alias=alias)
    raw = LINE.encode() if kind == binary else LINE
    execute('INSERT INTO "Planted" VALUES (1, %s), (2, %s)', raw, raw, alias=alias)
    assert found(erased, at) == {"Planted.to%ld": 2}


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


def test_finishing_forgets_what_was_looked_for(erased, at):
    for _ in range(2):
        scanning.finish(erased, at)
        assert (erased.stage, erased.needles, erased.findings) == ("done", None, {})
        assert erased.finished_at == at
    assert not DataKey.objects.filter(subject=erased.pk, wrapped__isnull=False).exists()
    assert found(erased, at) == {}


def test_a_run_whose_key_is_gone_finds_nothing_more(erased, at):
    keys.destroy(erased.pk, at=at)
    fresh = Run.objects.get(pk=erased.pk)
    assert found(fresh, at) == {}


def test_what_was_not_finished_is_finished_later(maya, at):
    case = a_case(maya, at)
    plan = plans.made(maya.pk, case=case.pk, at=at)
    run = running.begin(maya.pk, plan, case=case, at=at)
    running.carry_out(run, at=at)
    assert scanning.finish_missed(at=at) == 0
    Case.objects.filter(pk=case.pk).update(state="fulfilled", closed_at=at)
    assert scanning.finish_missed(at=at) == 1
    run.refresh_from_db()
    assert run.stage == Run.Stage.DONE


def test_what_is_known_is_not_shown(erased):
    assert repr(sealed(erased)) == "<Needles>"
    assert Needles() == Needles((), (), ())


def test_every_column_that_may_hold_text_is_read(db):
    labels = {column.label for column in cells.every() if column.may_hold_text}
    assert {
        *("orders.Order.delivery_name", "privacy.Case.plan", "orders.Order.link_index"),
        *(
            "sessions.Session.session_data",
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


def a_case(person, at, **fields):
    return Case.objects.create(
        reference=f"C-{uuid4().hex[:12]}",
        person=person,
        kind="erase",
        regime="uk",
        received_at=at,
        due_on=at.date() + timedelta(days=30),
        target_on=at.date(),
        **fields,
    )


def department(name):
    return Department.objects.create(name=name, slug=uuid4().hex)


def link_of(run):
    return next(text for text in sealed(run).values if len(text) == 26)


def ids(*numbers):
    return [each if connection.vendor == "postgresql" else each.hex for each in numbers]


def test_a_name_that_is_gone_leaves_its_person(erased, maya):
    assert Person.objects.get(pk=maya.pk).name is None
    assert not Page.objects.filter(writer=maya, title__isnull=False).exists()
