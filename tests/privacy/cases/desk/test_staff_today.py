"""What presses: on the first of the staff pages, and in one letter a day."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connections

from privacy import purposes, tasks
from privacy.cases import reminding
from privacy.cases.case import Case
from privacy.cases.states import Kind
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.purposes import Purpose
from shop.schedule import CELERY_BEAT_SCHEDULE
from tests.privacy.cases.desk.conftest import Desk, page_of, text_of


@pytest.fixture
def late(filed, at):
    case = filed(Kind.COPY)
    Case.objects.filter(pk=case.pk).update(due_on=at.date() - timedelta(days=2))
    return case


def todays():
    rows = Letter.objects.filter(template="cases/pressing").order_by("pk")
    return list(rows.select_related("person"))


def said(letter):
    with purposes.using(Purpose.OFFICIAL_NOTICE):
        return letter.content


def test_the_first_page_tells_what_is_late_due_and_waiting(
    late, agreed, filed, reviewer, approver, at
):
    soon = filed(Kind.SEE, "bob@example.net")
    Case.objects.filter(pk=soon.pk).update(due_on=at.date() + timedelta(days=7))
    for desk in (reviewer, approver):
        shown = text_of(desk.get("/staff/"))
        assert f"Late: 1 {late.reference} A copy of my data: 2 days late" in shown
        assert f"week: 1 {soon.reference} See my data: 7 days left" in shown
        assert f"person: 1 {agreed.reference} Erase everything: 30 days" in shown
        assert page_of(late) in desk.get("/staff/").content.decode()


def test_the_first_page_names_few_and_counts_the_rest(filed, reviewer, at):
    for number in range(7):
        filed(Kind.SEE, f"guest{number}@example.net")
    Case.objects.update(due_on=at.date())
    shown = text_of(reviewer.get("/staff/"))
    assert "Due within a week: 7" in shown
    assert shown.count("due today") == 5


def test_the_first_page_says_when_nothing_presses(reviewer, filed):
    filed()
    assert "Nothing is late, nothing is due within a week" in text_of(
        reviewer.get("/staff/")
    )


def test_whoever_has_no_right_sees_nothing_of_it(late, clerk):
    shown = text_of(Desk(clerk("orders@example.net", "view_order")).get("/staff/"))
    assert late.reference not in shown
    assert "personal data" not in shown


def test_everybody_who_reviews_gets_a_letter_and_nobody_else(
    late, reviewer, approver, staff, clerk, at
):
    by_role = clerk("role@example.net")
    role = Group.objects.create(name="Privacy")
    role.permissions.set(Permission.objects.filter(codename="review_case"))
    by_role.groups.add(role)
    by_role.user_permissions.set(role.permissions.all())
    left = clerk("left@example.net", "review_case")
    Person.objects.filter(pk=left.pk).update(is_active=False)
    assert reminding.remind(at=at) == 3
    got = {letter.person for letter in todays()}
    assert got == {reviewer.person, staff, by_role}


def test_the_letter_names_references_and_dates_and_no_customer(late, reviewer, at):
    reminding.remind(at=at)
    letter = said(todays()[0])
    assert letter.subject == "1 late, 0 due within a week: requests about personal data"
    for text in (letter.text, letter.html):
        assert late.reference in text
        assert "2 days late" in text
        assert "http://127.0.0.1:8000/staff/privacy/case/" in text
        assert "alice" not in text.lower()


def test_what_is_due_and_what_waits_for_a_second_person_is_told_too(
    agreed, reviewer, filed, at
):
    soon = filed(Kind.SEE, "bob@example.net")
    Case.objects.filter(pk=soon.pk).update(due_on=at.date())
    reminding.remind(at=at)
    letter = said(todays()[0])
    assert letter.subject == "1 due within a week: requests about personal data"
    for text in (letter.text, letter.html):
        assert "Due within a week" in text
        assert "Waiting for a second person" in text
        assert agreed.reference in text
        assert "Late" not in text


def test_one_letter_a_day_however_often_it_is_asked_for(late, reviewer, at):
    for hours in (0, 0, 1, 12):
        reminding.remind(at=at + timedelta(hours=hours))
    assert len(todays()) == 1
    reminding.remind(at=at + timedelta(hours=14))  # 00:30 of the next day
    assert len(todays()) == 2


def test_on_a_quiet_day_no_letter_is_written(filed, reviewer, at):
    filed()
    assert reminding.remind(at=at) == 0
    assert todays() == []


def test_the_task_of_the_schedule_writes_it(late, reviewer):
    entry = CELERY_BEAT_SCHEDULE["tell staff which requests press"]
    assert entry["task"] == tasks.remind_staff.name
    tasks.remind_staff()
    assert len(todays()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_letter(late, reviewer, at):
    start = Barrier(2)

    def work():
        start.wait(10)
        try:
            reminding.remind(at=at)
        finally:
            connections.close_all()

    workers = [Thread(target=work) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(30)
    assert len(todays()) == 1
