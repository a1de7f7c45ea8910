"""The charts: shapes that fit their frame, and every number beside them as text."""

from __future__ import annotations

import re
from datetime import timedelta

from privacy.cases.case import Case
from privacy.cases.states import State
from shop.today import charts
from tests.privacy.cases.desk.conftest import text_of
from tests.shop.today.conftest import ask, order


def numbers(chart):
    return {mark.words: mark.number for mark in chart.marks if mark.number}


def test_what_is_due_stands_on_its_day(db, at):
    for days in (-3, 0, 1, 1, 13, 14):
        ask(due=at.date() + timedelta(days=days), at=at)
    chart = charts.due(at=at)
    assert numbers(chart) == {"22 Nov": 1, "23 Nov": 2, "5 Dec": 1}
    assert chart.sentence == "4 due in 14 days: 1 today, 2 tomorrow."


def test_what_was_finished_stands_in_its_week_and_late_is_counted(db, at):
    for days in (0, 6, 7, 83, 84):
        ask(due=at.date() - timedelta(days=6), at=at)
        case = Case.objects.order_by("-pk").first()
        closed = {"closed_at": at - timedelta(days=days), "state": State.FULFILLED}
        Case.objects.filter(pk=case.pk).update(**closed)
    chart = charts.finished(at=at)
    assert list(numbers(chart).values()) == [1, 1, 2]
    assert chart.sentence == "4 in 12 weeks, 1 of them late."


def test_orders_stand_on_the_day_in_the_shop_on_which_they_were_placed(staff, at):
    for days in (0, 0, 13, 14):
        order((), staff, at - timedelta(days=days))
    chart = charts.placed(at=at)
    assert numbers(chart) == {"9 Nov": 1, "22 Nov": 2}
    assert chart.sentence == "3 in 14 days, 2 of them today."


def test_nothing_is_said_as_nothing(db, at):
    found = [charts.due(at=at), charts.finished(at=at), charts.placed(at=at)]
    assert [each.sentence for each in found] == [
        "Nothing is due in 14 days.",
        "None in 12 weeks.",
        "None in 14 days.",
    ]
    assert all(mark.height == 3 for each in found for mark in each.marks)


def test_every_shape_is_inside_the_frame_and_the_most_is_the_highest(db, at):
    for days in (0, *[5] * 40):
        ask(due=at.date() + timedelta(days=days), at=at)
    marks = charts.due(at=at).marks
    assert all(mark.y >= 0 and mark.y + mark.height == charts.HIGH for mark in marks)
    assert all(0 <= mark.x <= charts.WIDE - mark.width for mark in marks)
    assert max(marks, key=lambda mark: mark.height).number == 40


def test_the_page_says_each_number_as_text_and_the_picture_has_a_sentence(somebody, at):
    ask(due=at.date() + timedelta(days=1), at=at)
    page = somebody("review_case", "view_order").get("/staff/")
    html = page.content.decode()
    said = re.findall(r'<svg [^>]*role="img" aria-label="([^"]+)"', html)
    assert said[0] == "Due in 14 days: 1 due in 14 days: 0 today, 1 tomorrow."
    assert len(said) == html.count("<caption") == 3
    assert "23 Nov 1" in text_of(page)
