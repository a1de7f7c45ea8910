"""Refusals are counted by rule and hour, written later, and none is lost or named."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connections

from shop.firewall import counting, rules, tasks
from shop.firewall.refusal import KEPT, Refusal

AT = datetime(2026, 11, 23, 9, 59, 59, tzinfo=UTC)
HOUR = datetime(2026, 11, 23, 9, tzinfo=UTC)


def rows():
    return set(Refusal.objects.values_list("rule", "hour", "count"))


def test_an_hour_of_a_rule_is_one_row(db, tally):
    for rule in (rules.DOTS, rules.DOTS, rules.HOST):
        tally.add(rule, at=AT)
    tally.write()
    tally.add(rules.DOTS, at=AT + timedelta(seconds=1))
    tally.add(rules.DOTS, at=AT)
    tally.write()
    assert rows() == {
        ("dots", HOUR, 3),
        ("host", HOUR, 1),
        ("dots", HOUR + timedelta(hours=1), 1),
    }


def test_writing_nothing_asks_no_database(tally):
    tally.write()  # no database is allowed here


def test_a_refusal_waits_for_no_database(client, django_assert_num_queries, counted):
    with django_assert_num_queries(0):
        assert client.get("/..%2f").status_code == 400
    assert counted() == {"dots": 1}


def test_a_refusal_leaves_no_line_in_the_log(client, caplog, counted):
    assert client.get("/a-secret-of-somebody/..").status_code == 400
    assert "secret" not in caplog.text
    assert counted() == {"dots": 1}


def test_what_cannot_be_written_stays(db, tally, monkeypatch, caplog):
    tally.add(rules.DOTS, at=AT)

    def down(taken):
        tally.add(rules.DOTS, at=AT)
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(counting, "_write", down)
        tally.write()
    assert "stay in memory" in caplog.text
    tally.write()
    assert rows() == {("dots", HOUR, 2)}


def test_many_at_once_lose_none(tally):
    def add():
        for _ in range(200):
            tally.add(rules.DOTS, at=AT)

    threads = [threading.Thread(target=add) for _ in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert tally.waiting["dots", HOUR] == 1000


@pytest.mark.django_db(transaction=True)
def test_a_thread_writes_what_waits_and_ends(tally, settings):
    settings.FIREWALL_WRITES_AFTER = 0.01
    tally.add(rules.DOTS, at=AT)
    writer = tally.writer
    tally.add(rules.HOST, at=AT)
    writer.join(timeout=5)
    assert rows() == {("dots", HOUR, 1), ("host", HOUR, 1)}
    assert tally.writer is None
    connections.close_all()


def test_a_process_that_ends_in_order_writes_what_waits(db, tally, settings):
    tally.add(rules.DOTS, at=AT)
    counting._last_words()
    assert rows() == set()
    settings.FIREWALL_WRITES_AFTER = 60.0
    counting._last_words()
    assert rows() == {("dots", HOUR, 1)}


def test_old_numbers_go(db, monkeypatch):
    monkeypatch.setattr(tasks.timezone, "now", lambda: AT)
    for age in (timedelta(0), KEPT + timedelta(hours=1)):
        Refusal.objects.create(rule="dots", hour=HOUR - age, count=1)
    tasks.delete_old_refusals()
    assert rows() == {("dots", HOUR, 1)}


def test_a_row_has_room_for_numbers_alone():
    columns = {field.name: field.get_internal_type() for field in Refusal._meta.fields}
    assert columns == {
        "id": "BigAutoField",
        "rule": "CharField",
        "hour": "DateTimeField",
        "count": "PositiveBigIntegerField",
    }
    assert Refusal._meta.get_field("rule").max_length == 20
    assert str(Refusal(rule="dots")) == "refusals by dots"
