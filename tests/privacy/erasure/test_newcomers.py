"""What arrives while somebody is erased is refused or included, never left behind."""

from __future__ import annotations

import threading
import time

import pytest
from django.contrib.auth import authenticate
from django.db import connection, connections, transaction
from django.urls import reverse

from orders.models import Order
from privacy import people
from privacy.encryption import keys
from privacy.erasure import batches, newcomers, running, tasks, tombstones
from privacy.letters.models import Letter
from privacy.people import BeingErased, Person
from privacy.signing_in import PersonBackend
from tests.diary.models import Page
from tests.privacy.erasure import outcome
from tests.privacy.erasure.outcome import begun, erased


def test_an_order_is_refused_from_the_first_step_to_the_last(maya, buys, at):
    tombstones.put_up(maya, at=at)
    with pytest.raises(BeingErased, match="order again tomorrow"):
        buys()
    assert Order.objects.count() == 2


def test_the_address_comes_again_as_somebody_new(maya, buys, at):
    erased(maya, at)
    assert buys().person_id != maya.pk


def test_the_refusal_does_not_say_what_was_asked_for(maya, at):
    tombstones.put_up(maya, at=at)
    with pytest.raises(BeingErased) as caught:
        people.welcome(email="maya@example.net", name="Maya", at=at)
    assert not any(word in str(caught.value) for word in ("eras", "delet", "maya"))


def test_sign_in_is_refused_while_it_lasts(alice, rf, at):
    assert authenticate(username="alice@example.net", password="a long enough secret")
    tombstones.put_up(alice, at=at)
    alice.refresh_from_db()
    assert not PersonBackend().user_can_authenticate(alice)
    alice.is_active = True
    assert not PersonBackend().user_can_authenticate(alice)
    alice.erasing_since = None
    assert PersonBackend().user_can_authenticate(alice)
    assert PersonBackend().get_user(alice.pk) is None


def test_a_session_that_stands_is_nobodys(alice, client, at):
    client.force_login(alice)
    assert client.get(reverse("shop:account")).status_code == 200
    tombstones.put_up(alice, at=at)
    assert client.get(reverse("shop:account")).status_code == 302


def test_rows_that_come_between_two_steps_are_included(maya, at, monkeypatch):
    carry_out, late = batches.carry_out, iter(range(100))

    def with_a_newcomer(work, step, **more):
        again = carry_out(work, step, **more)
        Page.objects.create(writer=maya, title=f"Late {next(late)}", written_at=at)
        return again

    monkeypatch.setattr(batches, "carry_out", with_a_newcomer)
    erased(maya, at)
    assert next(late) > 3
    assert outcome.left_of(maya) == {}
    assert not Page.objects.exists()


def test_a_case_that_comes_between_is_included_with_its_key(
    maya, case_of, at, monkeypatch
):
    carry_out, made = batches.carry_out, []

    def with_a_newcomer(work, step, **more):
        if work.label == "orders.Order" and not made:
            made.append(case_of(maya))
        return carry_out(work, step, **more)

    monkeypatch.setattr(batches, "carry_out", with_a_newcomer)
    erased(maya, at)
    running.shredding.resume(at=at)
    keys.forget_held()
    made[0].refresh_from_db()
    assert made[0].__dict__["email"] is None
    assert keys.ring(made[0].pk).newest is None


def test_rows_without_end_break_it_off(maya, at, monkeypatch):
    monkeypatch.setattr(batches, "include", lambda work, at: 1)
    run = begun(maya, at)
    with pytest.raises(newcomers.StillThere):
        running.carry_out(run, at=at)
    maya.refresh_from_db()
    assert maya.erased_at is None


def test_what_a_slow_process_writes_afterwards_goes_within_minutes(maya, at):
    held = keys.ring(maya.pk)
    run = begun(maya, at)
    tasks.carry_out(str(run.pk))
    keys._held.put(maya.pk, held)
    Page.objects.create(writer=maya, title="Late", written_at=at)
    assert outcome.left_of(maya) == {"diary.Page": 1}
    tasks.carry_out_missed()
    assert outcome.left_of(maya) == {}


def test_an_order_under_way_is_waited_for_and_included(transactional_db, maya, at):
    if connection.vendor == "sqlite":
        # The second writer could not begin before the first ends: nothing to wait for.
        pytest.skip("SQLite has one writer at a time, so no order is under way.")
    run, wrote, order = begun(maya, at), threading.Event(), []

    def slowly():
        try:
            with transaction.atomic():
                person = people.welcome(email="maya@example.net", name="M", at=at)
                wrote.set()
                time.sleep(0.5)
                order.append(
                    Page.objects.create(writer=person, title="Slow", written_at=at)
                )
        finally:
            connections.close_all()

    thread = threading.Thread(target=slowly)
    thread.start()
    wrote.wait(timeout=10)
    running.carry_out(run, at=at)
    thread.join()
    assert order
    assert outcome.left_of(maya) == {}


def test_no_letter_is_left_when_the_address_goes(maya, at, monkeypatch):
    inscribe = tombstones.inscribe

    def after_a_letter(person_id, fields, *, at):
        assert not Letter.objects.filter(person_id=person_id).exists()
        inscribe(person_id, fields, at=at)

    monkeypatch.setattr(tombstones, "inscribe", after_a_letter)
    erased(maya, at)
    assert Person.objects.get(pk=maya.pk).erased_at is not None
