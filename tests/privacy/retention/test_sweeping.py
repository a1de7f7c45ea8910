"""The sweep: what goes with what, in batches, twice, at once, and with a failure."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections

from orders.models import Event, Line, Order, Payment
from privacy import purposes, retention, tasks
from privacy.access import Access
from privacy.cases.case import Case
from privacy.encryption import keys
from privacy.encryption.keys import DataKeyMissing
from privacy.erasure import plans, running
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.retention import departing, sweeping
from privacy.retention.report import SweepReport
from privacy.vault.models import DataKey, LedgerEntry
from shop.checkout import drafts
from shop.checkout.models import Draft, Typed
from tests.diary.models import Page
from tests.privacy.erasure.maya import THEN

DAY = timedelta(days=1)
YEAR = timedelta(days=366)


def books():
    return [model.objects.count() for model in (Order, Line, Payment, Event)]


def test_the_books_of_people_who_never_asked_go_after_six_years(maya):
    retention.sweep(at=THEN + 5 * YEAR)
    assert books() == [2, 4, 2, 4]
    retention.sweep(at=THEN + 6 * YEAR)
    assert books() == [0, 0, 0, 0]


def test_what_names_the_buyer_goes_after_two_years_with_its_indexes(maya):
    went = retention.sweep(at=THEN + 2 * YEAR)
    assert went["orders.Order.contact_name"] == 2
    assert went["orders.Payment.verification"] == 2
    order = Order.objects.first()
    assert order.__dict__["contact_name"] is order.link_index is None
    assert order.__dict__["delivery_address"] is order.contact_email_index is None


def test_an_order_that_never_ended_lets_go_of_the_name_with_the_books(buys):
    buys(open_=True)
    retention.sweep(at=THEN + 5 * YEAR)
    assert Order.objects.exclude(contact_email_index=None).count() == 1
    assert Person.objects.exclude(email_index=None).count() == 1
    retention.sweep(at=THEN + 6 * YEAR)
    assert books() == [0, 0, 0, 0]
    assert not Person.objects.exists()


def test_a_person_leaves_step_by_step_values_key_and_row(maya):
    retention.sweep(at=THEN + 2 * YEAR)
    maya.refresh_from_db()
    assert maya.__dict__["email"] is maya.email_index is maya.last_login is None
    assert not maya.has_usable_password()
    assert not maya.is_active
    assert maya.erased_at is not None
    assert DataKey.objects.get(subject=maya.pk).wrapped is None
    entry = LedgerEntry.objects.get(subject=maya.pk)
    assert (entry.reason, entry.finished_at is not None) == ("retention", True)
    assert maya.goes_on > (THEN + 5 * YEAR).date()
    retention.sweep(at=THEN + 6 * YEAR + 40 * DAY)
    assert not Person.objects.exists()


def test_a_key_stays_as_long_as_something_is_sealed_with_it(maya, at):
    Page.objects.update(written_at=at + 3 * YEAR)
    retention.sweep(at=THEN + 2 * YEAR)
    maya.refresh_from_db()
    assert maya.email_index is maya.erased_at is None
    with purposes.using(Purpose.OWN_REQUEST):
        assert Page.objects.get().text == "It rained."


def test_who_was_erased_goes_when_their_last_row_has_gone(maya, at):
    running.carry_out(running.begin(maya.pk, plans.made(maya.pk, at=at), at=at), at=at)
    retention.sweep(at=at)
    maya.refresh_from_db()
    assert maya.goes_on > at.date()
    assert retention.sweep(at=THEN + 6 * YEAR)["privacy.Person"] == 1
    assert not Person.objects.exists()


def test_somebody_whose_rows_have_no_known_end_is_looked_at_after_a_month(
    bob, alice, at
):
    departing.empty(Person.objects.filter(pk=bob.pk), ["email", "name", "email_index"])
    Access.objects.filter(person=bob).delete()
    Event.objects.filter(person=bob).delete()
    report = SweepReport.objects.create(started_at=at)
    departing.sweep(report=report, at=at)
    assert not Person.objects.filter(pk=bob.pk).exists()
    assert report.counts == {"privacy.Person": 1}


def test_a_question_goes_a_year_after_the_answer_other_requests_after_two(
    bob, case_of, at
):
    told = {"state": "fulfilled", "closed_at": at}
    case_of(bob, kind="question", **told)
    first = case_of(bob, kind="see", **told)
    case_of(bob, kind="see", duplicate_of=first, **told)
    retention.sweep(at=at + YEAR)
    assert {case.kind for case in Case.objects.all()} == {"see"}
    retention.sweep(at=at + 2 * YEAR)
    assert not Case.objects.exists()
    assert DataKey.objects.get(subject=first.pk).wrapped is None
    ended = LedgerEntry.objects.get(subject=first.pk)
    assert ended.reason == "with its row"
    assert ended.finished_at is not None


def test_a_draft_and_its_key_go_without_a_trace(db, at):
    typed = Typed(email="a@example.net", name="Ann")
    draft = drafts.begin(typed=typed, shown={}, at=at)
    retention.sweep(at=at + DAY - timedelta(minutes=1))
    assert Draft.objects.exists()
    assert retention.sweep(at=at + DAY)["shop.Draft"] == 1
    keys.forget_held()
    with pytest.raises(DataKeyMissing):
        keys.ring(draft.pk)
    assert not LedgerEntry.objects.exists()


def test_it_goes_in_batches_and_twice_changes_nothing(maya, at, monkeypatch):
    monkeypatch.setattr(sweeping, "ROWS_AT_ONCE", 1)
    monkeypatch.setattr(departing, "ROWS_AT_ONCE", 1)
    first = retention.sweep(at=THEN + 7 * YEAR)
    assert first["orders.Order"] == 2
    assert retention.sweep(at=THEN + 7 * YEAR) == {}


def test_a_dry_run_counts_and_changes_nothing(maya):
    told = retention.sweep(at=THEN + 2 * YEAR, dry=True)
    assert told["orders.Order.contact_name"] == 2
    assert Order.objects.exclude(link_index=None).count() == 2
    assert SweepReport.objects.get().is_dry


def test_each_sweep_writes_a_report_without_a_value(maya):
    ended = THEN + 3 * YEAR
    retention.sweep(at=THEN + 2 * YEAR, clock=lambda: ended)
    report = SweepReport.objects.get()
    assert (report.started_at, report.finished_at) == (THEN + 2 * YEAR, ended)
    assert not report.is_dry
    assert report.counts["orders.Order.contact_name"] == 2
    assert report.total == sum(report.counts.values())
    assert "maya" not in str(report.counts).lower()
    assert str(report) == f"sweep {report.pk}"


def test_the_worker_sweeps(page, at):
    Page.objects.update(written_at=at - 2 * YEAR)
    tasks.keep_the_dates()
    assert not Page.objects.exists()
    assert SweepReport.objects.get().counts["diary.Page"] == 1


def test_what_goes_wrong_with_one_kind_does_not_keep_the_others(
    maya, monkeypatch, caplog
):
    def broken(self, counts):
        if "orders.Line" in counts:
            raise RuntimeError("maya@example.net")
        add(self, counts)

    add = SweepReport.add
    monkeypatch.setattr(SweepReport, "add", broken)
    retention.sweep(at=THEN + 7 * YEAR)
    assert SweepReport.objects.get().failed == ["orders.Line"]
    assert Line.objects.count() == 4
    assert not Letter.objects.exists()
    assert "maya@" not in caplog.text
    monkeypatch.setattr(SweepReport, "add", add)
    retention.sweep(at=THEN + 7 * YEAR)
    assert books() == [0, 0, 0, 0]


def test_two_sweeps_at_once_do_everything_once(transactional_db, maya):
    meet, went = threading.Barrier(2), []

    def work():
        try:
            meet.wait(timeout=10)
            went.append(retention.sweep(at=THEN + 7 * YEAR))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(each.get("orders.Order", 0) for each in went) == 2
    assert sum(each.get("orders.Order.contact_name", 0) for each in went) <= 2
    assert sum(each.get("privacy.Person", 0) for each in went) <= 1
    assert [report.failed for report in SweepReport.objects.all()] == [[], []]
    retention.sweep(at=THEN + 7 * YEAR)
    assert not Person.objects.exists()
