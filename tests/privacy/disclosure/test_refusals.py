"""What was refused is written down after a request or a task, without a value."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.signals import request_finished
from django.db import DatabaseError

from privacy import guarding, retention, starting
from privacy.disclosure import refusals
from privacy.disclosure.refusals import RefusedConnection


@pytest.fixture(autouse=True)
def some_were_refused():
    guarding.taken_down()
    for event in ("socket.connect", "socket.connect", "socket.getaddrinfo"):
        args = {"socket.connect": (None, ("alice.example.net", 1))}
        with pytest.raises(guarding.NotThroughTheDoor):
            guarding.watch(event, args.get(event, ("alice.example.net",)))
    yield
    guarding.taken_down()


def test_they_are_counted_by_kind(db, at):
    for _ in range(2):
        refusals.take_down(at=at)
    found = RefusedConnection.objects.values_list("kind", "times").order_by("kind")
    assert list(found) == [("socket.connect", 2), ("socket.getaddrinfo", 1)]
    assert str(RefusedConnection.objects.first()).startswith("refused connection ")


def test_after_a_request_and_after_a_task(db):
    names = [name for ((name, _), *_) in request_finished.receivers]
    assert "refused connections" in names
    starting.after_task()
    assert RefusedConnection.objects.count() == 2


def test_a_database_that_does_not_answer_breaks_nothing(monkeypatch, caplog):
    def broken(**kwargs):
        raise DatabaseError("alice")

    monkeypatch.setattr(refusals, "take_down", broken)
    refusals.after_work()
    assert "DatabaseError" in caplog.text
    assert "alice" not in caplog.text


def test_they_go_after_a_year(db, at):
    refusals.take_down(at=at)
    retention.sweep(at=at + timedelta(days=367))
    assert not RefusedConnection.objects.exists()
