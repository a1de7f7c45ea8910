"""The staff's page: numbers, a chart of them, and only for whom has the right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission

from privacy.people import Person
from shop.firewall import reading, rules
from shop.firewall.chart import HEIGHT, draw
from shop.firewall.refusal import Refusal
from shop.firewall.rules import RULES

PAGE = "/staff/shop/refusal/"
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOUR = datetime(2026, 11, 23, 9, tzinfo=UTC)


def add(rule, hours_ago, count):
    hour = HOUR - timedelta(hours=hours_ago)
    Refusal.objects.create(rule=rule.key, hour=hour, count=count)


@pytest.fixture
def watcher(client, db):
    """A client of somebody who may read this page and nothing else."""
    person = Person.objects.create_user("w@example.net", "a long enough secret")
    person.is_staff = True
    person.save()
    person.user_permissions.add(Permission.objects.get(codename="view_refusal"))
    client.force_login(person)
    return client


def test_each_rule_is_summed_by_day_week_and_all(db, django_assert_num_queries):
    for hours_ago, count in ((0, 1), (30, 10), (24 * 8, 100)):
        add(rules.DOTS, hours_ago, count)
    add(rules.HOST, 1, 5)
    with django_assert_num_queries(1):
        report = reading.report(at=AT)
    lines = {line.rule.key: (line.day, line.week, line.kept) for line in report.lines}
    assert lines.pop("dots") == (1, 11, 111)
    assert lines.pop("host") == (5, 5, 5)
    assert set(lines.values()) == {(0, 0, 0)}
    assert (report.day, report.week) == (6, 16)
    assert [hour.total for hour in report.hours] == [1, 5, 10]
    assert report.hours[0].begins == HOUR


def test_the_page_shows_every_rule_and_the_numbers_beside_the_chart(watcher, tally):
    tally.add(rules.DOTS, at=datetime.now(UTC))
    answer = watcher.get(PAGE)
    page = answer.content.decode()
    assert answer.status_code == 200
    for rule in RULES:
        assert f">{rule.key}</th>" in page
    assert "<strong>1</strong> in 24 hours" in page
    assert page.count("<rect") == 2  # all rules, and the one
    assert "dots 1" in page
    assert "style=" not in page


def test_an_hour_without_any_is_told(watcher):
    assert "Nothing was turned away" in watcher.get(PAGE).content.decode()


def test_without_the_right_it_does_not_open(client, alice):
    assert client.get(PAGE).status_code == 302
    alice.is_staff = True
    alice.save()
    client.force_login(alice)
    assert client.get(PAGE).status_code == 403


def test_nothing_on_it_can_be_changed(watcher):
    form = "application/x-www-form-urlencoded"
    assert watcher.post(PAGE, "action=delete", content_type=form).status_code == 405
    assert watcher.get(f"{PAGE}add/").status_code == 404
    assert watcher.get(f"{PAGE}1/change/").status_code == 404


def test_bars_stand_side_by_side_and_the_highest_fills_the_chart():
    chart = draw([0, 1, 4])
    assert [(bar.x, bar.y, bar.height) for bar in chart.bars] == [
        (10, HEIGHT - 12, 12),
        (20, 0, HEIGHT),
    ]
    assert (chart.width, chart.most) == (30, 4)
    assert draw([1, 1000]).bars[0].height == 2  # seen, however small
    assert draw([]).bars == draw([0, 0]).bars == ()
