"""Clearing a part: what was chosen goes, everything else and the key stay."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orders.models import Order, Payment
from privacy import purposes
from privacy.encryption import keys, rotation, shredding
from privacy.erasure import plans, running
from privacy.erasure.plans import Scope
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.vault.models import LedgerEntry
from tests.diary.models import Page
from tests.privacy.conftest import Killed
from tests.privacy.erasure.maya import THEN
from tests.privacy.erasure.outcome import LATER, begun, erased


def names():
    with purposes.using(Purpose.OWN_REQUEST):
        return [each.contact_name for each in Order.objects.order_by("pk")]


def test_one_order_goes_with_its_payment_and_the_other_stays(maya, at):
    order = Order.objects.order_by("pk").first()
    erased(maya, at, scope=Scope({"orders.Order": (order.pk,)}))
    assert names() == [None, "Maya Okafor"]
    assert Payment.objects.filter(code_index=None).count() == 1
    assert Page.objects.exists()


def test_the_person_their_key_and_their_sign_in_stay(maya, at):
    run = erased(maya, at, scope=Scope(before=at.date() + timedelta(days=1)))
    assert run.stage == "checking"
    found = Person.objects.get(pk=maya.pk)
    assert (found.is_active, found.erasing_since, found.erased_at) == (True, None, None)
    assert keys.ring(maya.pk).newest is not None
    assert shredding.resume(at=at) == 0
    assert Person.objects.get(pk=maya.pk).email_index is not None
    with purposes.using(Purpose.OWN_REQUEST):
        assert found.name == "Maya Okafor"


def test_everything_before_a_day_goes(maya, buys, at):
    buys(at=THEN + timedelta(days=10))
    erased(maya, at, scope=Scope(before=(THEN + timedelta(days=10)).date()))
    assert names() == [None, None, "Maya Okafor"]


def test_the_ledger_names_it_a_part_and_a_later_erasure_is_whole(maya, at):
    scope = Scope(before=at.date())
    run = erased(maya, at, scope=scope)
    entry = LedgerEntry.objects.get()
    assert (entry.reason, entry.finished_at) == (shredding.PART, at)
    type(run).objects.filter(pk=run.pk).update(stage="done", finished_at=at)
    erased(maya, at + LATER)
    whole = LedgerEntry.objects.get(reason=shredding.RUN)
    assert whole.finished_at == at + LATER
    assert keys.ring(maya.pk).newest is None


def test_a_part_accounts_for_no_lost_key(maya, at):
    erased(maya, at, scope=Scope(before=at.date()))
    keys.destroy(maya.pk, at=at)
    assert rotation.unaccounted() == 1


def test_an_open_order_that_was_chosen_makes_it_wait(maya, buys, at):
    order = buys(open_=True)
    run = begun(maya, at, scope=Scope({"orders.Order": (order.pk,)}))
    with pytest.raises(running.Blocked):
        running.carry_out(run, at=at)
    assert not LedgerEntry.objects.exists()
    assert names()[-1] == "Maya Okafor"


def test_it_can_be_killed_at_any_statement(transactional_db, maya, killed_at, at):
    run, attempts = begun(maya, at, scope=Scope(before=at.date())), 0
    for number in range(200):
        try:
            with killed_at(number):
                running.carry_out(run, at=at + attempts * LATER)
        except Killed:
            attempts += 1
            continue
        break
    assert attempts > 10
    assert names() == [None, None]
    assert [each.finished_at is None for each in LedgerEntry.objects.all()] == [False]
    assert {s.label: s.rows for s in run.steps.all()} == {
        "orders.Order": 2,
        "orders.Payment": 2,
        "privacy.Letter": 4,
    }


def test_a_second_look_at_a_part_keeps_what_was_noted(maya, at):
    run = erased(maya, at, scope=Scope(before=at.date()))
    noted = bytes(type(run).objects.get(pk=run.pk).__dict__["needles"])
    running.again(run, at=at)
    running.carry_out(run, at=at + LATER)
    assert bytes(type(run).objects.get(pk=run.pk).__dict__["needles"]) == noted
    assert plans.Plan.from_json(run.plan).scope == Scope(before=at.date())
