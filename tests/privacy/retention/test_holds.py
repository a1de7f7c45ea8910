"""Legal holds: what they stop, until when, who may not be held, and what is told."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from orders.models import Line, Order
from privacy import retention
from privacy.cases.case import Case
from privacy.copies import gathering
from privacy.encryption import keys
from privacy.erasure import holding_back, letting_go, plans, running
from privacy.erasure.kept_back import KeptBack
from privacy.erasure.plans import Scope
from privacy.erasure.run import Run
from privacy.people import Person
from privacy.retention import holding
from privacy.retention.hold import LegalHold
from privacy.retention.holding import NotHeld, Target
from privacy.vault.models import DataKey
from tests.diary.models import Page
from tests.privacy.erasure.maya import THEN

DAY = timedelta(days=1)
YEAR = timedelta(days=366)
TWO_YEARS_ON = THEN + 2 * YEAR


@pytest.fixture
def hold(staff):
    """Give a function that holds something from a moment on."""

    def made(what, *, at, days=100):
        return holding.hold(
            what=what,
            reason=LegalHold.Reason.CLAIM,
            words="A parcel that burned.",
            until=(at + days * DAY).date(),
            by=staff,
            at=at,
        )

    return made


def named():
    return Order.objects.exclude(link_index=None).count()


def test_a_person_who_is_held_keeps_everything_until_the_last_day(maya, hold):
    hold(Target(maya.pk), at=TWO_YEARS_ON)
    assert retention.sweep(at=TWO_YEARS_ON + 100 * DAY) == {}
    maya.refresh_from_db()
    assert (named(), maya.email_index is None) == (2, False)
    went = retention.sweep(at=TWO_YEARS_ON + 101 * DAY)
    assert went["orders.Order.contact_name"] == 2
    assert named() == 0


def test_an_order_that_is_held_stays_with_all_that_belongs_to_it(maya, hold):
    order = Order.objects.first()
    late = THEN + 6 * YEAR
    hold(Target(maya.pk, "orders.Order", order.pk), at=late)
    retention.sweep(at=late)
    assert list(Order.objects.all()) == [order]
    assert Line.objects.filter(order=order).count() == 2
    assert named() == 1
    maya.refresh_from_db()
    assert maya.email_index is None
    assert keys.ring(maya.pk).newest is not None
    assert maya.goes_on == (late + 101 * DAY).date()
    retention.sweep(at=late + 101 * DAY)
    assert not Order.objects.exists()
    assert DataKey.objects.get(subject=maya.pk).wrapped is None


def test_a_request_of_nobody_known_can_be_held(case_of, hold, at):
    case = case_of(None, kind="see", state="expired", closed_at=at)
    Case.objects.filter(pk=case.pk).update(reference="R-7K2M9P")
    hold(holding.target(" r-7k2m9p "), at=at + 2 * YEAR)
    retention.sweep(at=at + 2 * YEAR)
    assert Case.objects.exists()
    retention.sweep(at=at + 2 * YEAR + 101 * DAY)
    assert not Case.objects.exists()


def test_a_lifted_hold_stops_nothing_and_is_lifted_once(maya, hold, staff):
    made = hold(Target(maya.pk), at=TWO_YEARS_ON)
    assert holding.lift(hold=made, by=staff, at=TWO_YEARS_ON)
    assert not holding.lift(hold=made, by=staff, at=TWO_YEARS_ON + DAY)
    made.refresh_from_db()
    assert (made.lifted_by, made.lifted_at) == (staff, TWO_YEARS_ON)
    retention.sweep(at=TWO_YEARS_ON)
    assert named() == 0


@pytest.mark.parametrize("days", [0, -1, 800])
def test_a_hold_has_a_last_day_that_is_neither_over_nor_far(maya, hold, at, days):
    with pytest.raises(NotHeld, match="22 November 2028"):
        hold(Target(maya.pk), at=at, days=days)


def test_a_hold_without_a_last_day_is_refused_by_the_database(maya, staff, at):
    told = {"person": maya, "by": staff, "made_at": at, "begins_on": at.date()}
    for ends in (None, at.date() - DAY):
        with pytest.raises(IntegrityError), transaction.atomic():
            LegalHold(reason="claim", ends_on=ends, **told).save()


def test_a_hold_is_about_somebody_or_something(hold, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(Target(None), at=at)
    with pytest.raises(NotHeld, match="hold this alone"):
        Target(None, "privacy.Case", None).whole()
    with pytest.raises(NotHeld, match="Nothing has that number"):
        holding.target("nothing")


def test_an_erasure_that_has_begun_is_not_held(maya, hold, at):
    Person.objects.filter(pk=maya.pk).update(erasing_since=at)
    with pytest.raises(NotHeld, match="begun"):
        hold(Target(maya.pk), at=at)
    assert not LegalHold.objects.exists()


def test_a_plan_says_what_a_hold_keeps_and_until_when(maya, hold, at):
    order = Order.objects.first()
    hold(Target(maya.pk, "orders.Order", order.pk), at=at)
    plan = plans.made(maya.pk, at=at)
    held = [s for s in plan.steps if s.ground.startswith("Legal hold")]
    assert {each.label for each in held} >= {"orders.Order", "orders.Line"}
    assert {each.until for each in held} == {(at + 100 * DAY).date()}
    goes = next(
        s for s in plan.steps if (s.label, s.action) == ("orders.Order", "clear")
    )
    assert goes.rows == 1


def test_an_erasure_does_the_rest_and_comes_back_for_what_was_held(maya, hold, at):
    order = Order.objects.first()
    hold(Target(maya.pk, "orders.Order", order.pk), at=at)
    run = running.begin(maya.pk, plans.made(maya.pk, at=at), at=at)
    for moment in (at, at + DAY, at + 100 * DAY):
        with pytest.raises(KeptBack):
            running.carry_out(run, at=moment)
    order.refresh_from_db()
    assert order.link_index is not None
    assert named() == 1
    assert not Page.objects.exists()
    assert keys.ring(maya.pk).newest is not None
    running.carry_out(run, at=at + 101 * DAY)
    assert run.stage == Run.Stage.CHECKING
    assert named() == 0
    assert DataKey.objects.get(subject=maya.pk).wrapped is None
    maya.refresh_from_db()
    assert maya.erased_at is not None


def test_a_part_that_is_held_is_cleared_when_the_hold_has_ended(maya, hold, at):
    first, second = Order.objects.order_by("pk")
    hold(Target(maya.pk, "orders.Order", first.pk), at=at)
    part = Scope({"orders.Order": (first.pk, second.pk)})
    run = running.begin(maya.pk, plans.made(maya.pk, scope=part, at=at), at=at)
    with pytest.raises(KeptBack):
        running.carry_out(run, at=at)
    assert list(Order.objects.exclude(link_index=None)) == [first]
    running.carry_out(run, at=at + 101 * DAY)
    assert named() == 0


def test_a_part_that_nobody_holds_does_not_wait(maya, hold, at):
    first, second = Order.objects.order_by("pk")
    hold(Target(maya.pk, "orders.Order", first.pk), at=at)
    part = Scope({"orders.Order": (second.pk,)})
    run = running.begin(maya.pk, plans.made(maya.pk, scope=part, at=at), at=at)
    running.carry_out(run, at=at)
    assert list(Order.objects.exclude(link_index=None)) == [first]


def test_what_a_law_kept_stays_for_a_hold(maya, hold, at):
    running.carry_out(running.begin(maya.pk, plans.made(maya.pk, at=at), at=at), at=at)
    hold_of_order = Target(maya.pk, "orders.Order", Order.objects.first().pk)
    Person.objects.filter(pk=maya.pk).update(erasing_since=None)
    late = THEN + 6 * YEAR
    hold(hold_of_order, at=late)
    letting_go.sweep(at=late)
    assert Order.objects.count() == 1


def test_the_customer_reads_that_it_is_held_why_and_until_when(maya, hold, at):
    order = Order.objects.first()
    hold(Target(maya.pk, "orders.Order", order.pk), at=TWO_YEARS_ON)
    last = (TWO_YEARS_ON + 100 * DAY).date()
    groups = {g.label: g for g in gathering.held(maya, TWO_YEARS_ON)}
    told = {row.id: row for row in groups["orders.Order"].rows}[order.pk].values
    name = next(each for each in told if each.name == "contact_name")
    assert name.until == date(2028, 11, 2)
    assert name.held_until == last
    others = [row for row in groups["orders.Order"].rows if row.id != order.pk]
    assert {each.held_until for row in others for each in row.values} == {None}
    words = [each.words for each in groups["privacy.LegalHold"].rows[0].values]
    assert "A parcel that burned." in words
    assert "A legal claim is open" in words


def test_who_is_held_back_is_told_by_whoever_registered_and_once(maya, hold, at):
    made = hold(Target(maya.pk), at=at)
    holding.register()
    (held,) = holding_back.of(maya.pk, on=at.date())
    assert held.until == made.ends_on
    assert held.ground == "Legal hold: a legal claim is open (GDPR Art. 17(3))"
    assert str(made) == f"hold {made.pk}"
    assert made.stands(on=made.ends_on)
    assert not made.stands(on=made.ends_on + DAY)


def test_of_a_hold_and_a_sweep_at_once_one_comes_first(transactional_db, maya, hold):
    meet = threading.Barrier(2)

    def work(do):
        try:
            meet.wait(timeout=10)
            do()
        finally:
            connections.close_all()

    acts = (
        lambda: retention.sweep(at=TWO_YEARS_ON),
        lambda: hold(Target(maya.pk), at=TWO_YEARS_ON),
    )
    threads = [threading.Thread(target=work, args=[act]) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    left = named()
    retention.sweep(at=TWO_YEARS_ON)
    assert LegalHold.objects.count() == 1
    assert named() == left
