"""What is due soon, now and late, in numbers, in words, for people and machines."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.models import Order
from privacy import retention
from privacy.retention import chart, forecast, holding, words
from privacy.retention.hold import LegalHold
from privacy.retention.holding import Target
from privacy.retention.report import SweepReport
from tests.diary.models import Page

DAY = timedelta(days=1)
YEAR = timedelta(days=365)


def entry(label, *, at, whole=True, **more):
    found = forecast.entries(at=at, **more)
    return next(
        (e for e in found if e.label == label and (not e.fields) == whole), None
    )


@pytest.mark.parametrize(
    ("age", "numbers"),
    [
        (YEAR - 31 * DAY, None),
        (YEAR - 30 * DAY, (0, 0, 1)),
        (YEAR - DAY, (0, 0, 1)),
        (YEAR, (0, 1, 0)),
        (YEAR + DAY, (0, 1, 0)),
        (YEAR + 2 * DAY, (1, 1, 0)),
    ],
)
def test_a_row_is_announced_then_due_then_late(page, at, age, numbers):
    Page.objects.update(written_at=at - age)
    found = entry("diary.Page", at=at)
    told = found and (found.late, found.due, found.soon)
    assert told == numbers


def test_what_is_held_is_counted_apart(page, at, alice, staff):
    Page.objects.update(written_at=at - 2 * YEAR)
    told = {"what": Target(alice.pk), "reason": LegalHold.Reason.TAX, "words": "…"}
    holding.hold(**told, until=at.date() + 9 * DAY, by=staff, at=at)
    found = entry("diary.Page", at=at)
    assert (found.late, found.due, found.soon, found.held) == (0, 0, 0, 1)
    assert (found.title, found.what) == ("Pages", "whole records")


def test_weeks_add_up_to_what_comes_and_have_bars(page, at):
    Page.objects.update(written_at=at - YEAR + 10 * DAY)
    found = forecast.entries(at=at)
    assert all(sum(each.weeks) == each.soon for each in found)
    days = forecast.weeks(at=at)
    assert len(days) == 5
    assert days[0] == at.date() + DAY
    bars = chart.bars(found, days)
    assert [bar.words for bar in bars][:3] == ["Late", "Due now", "From 23 Nov"]
    lengths = [bar.length for bar in bars]
    assert lengths == [0, 0, 0, 100, 0, 0, 0]
    assert bars[3].number == sum(each.soon for each in found)


def test_a_bar_of_little_is_seen_beside_one_of_much(page, at):
    Page.objects.update(written_at=at - YEAR + 10 * DAY)
    found = forecast.entries(at=at)
    many = [found[0]] * 400
    bars = chart.bars([*many, _moved(found[0])], forecast.weeks(at=at))
    assert [bar.length for bar in bars if bar.number] == [chart.SHORTEST, 100]


def _moved(one):
    from dataclasses import replace

    return replace(one, weeks=one.weeks[1:] + one.weeks[:1])


def test_labels_read_as_words():
    assert words.label("orders.Order.contact_name") == "Orders: name"
    assert words.label("orders.Order") == "Orders: whole records"
    assert words.label("privacy.Person.key") == "People: keys"
    assert words.label("privacy.Gone.name") == "Privacy.Gone.name"
    assert words.label("broker messages") == "Broker messages"


def test_the_command_counts_reports_and_sweeps(page, at, capsys):
    Page.objects.update(written_at=timezone.now() - 2 * YEAR)
    call_command("sweep", "--dry-run")
    assert "1\tdiary.Page\n" in capsys.readouterr().out
    call_command("sweep", "--report")
    assert "0\t1\t1\t0\tPages: whole records" in _untabbed(capsys)
    assert Page.objects.exists()
    call_command("sweep")
    assert "1\tdiary.Page\n" in capsys.readouterr().out
    assert not Page.objects.exists()
    call_command("sweep", "--report")
    assert "1 Pages: whole records" in capsys.readouterr().out


def _untabbed(capsys):
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "soon\tdue\tlate\theld\twhat"
    return "\n".join(lines)


def test_the_command_speaks_to_machines(page, capsys):
    Page.objects.update(written_at=timezone.now() - 2 * YEAR)
    call_command("sweep", "--json", "--dry-run")
    assert json.loads(capsys.readouterr().out)["diary.Page"] == 1
    call_command("sweep", "--report", "--json", "--within", "7", "--grace", "1000")
    told = json.loads(capsys.readouterr().out)
    assert (told["within_days"], told["grace_days"]) == (7, 1000)
    rows = [each for each in told["entries"] if each["label"] == "diary.Page"]
    assert {(each["late"], each["due"]) for each in rows} == {(0, 1)}
    assert told["sweeps"] == []


def test_the_report_tells_of_sweeps_that_failed_or_broke_off(at, db, capsys):
    SweepReport.objects.create(started_at=at, failed=["orders.Line"])
    call_command("sweep", "--report")
    out = capsys.readouterr().out
    assert (
        "sweep of 2026-11-22 10:30: broken off; not done: orders.Line; nothing" in out
    )
    call_command("sweep", "--report", "--json")
    (told,) = json.loads(capsys.readouterr().out)["sweeps"]
    assert told["finished_at"] is None


def test_a_dry_run_and_a_report_exclude_each_other(db):
    with pytest.raises(CommandError):
        call_command("sweep", "--report", "--dry-run")


def test_of_what_is_not_there_nothing_is_counted(page, at):
    with CaptureQueriesContext(connection) as asked:
        forecast.entries(at=at)
    counting = [each["sql"] for each in asked if "COUNT(" in each["sql"]]
    assert any('FROM "diary_page" WHERE' in each for each in counting)
    assert not any('FROM "orders_order" WHERE' in each for each in counting)


def test_the_number_of_queries_does_not_grow_with_the_rows(
    maya, at, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as few:
        forecast.entries(at=at)
    Order.objects.update(closed_at=at - 3 * YEAR)
    with django_assert_num_queries(len(few.captured_queries)):
        assert forecast.entries(at=at)
    assert retention.overdue(at=at)
