"""Everybody with an account gets one letter about a new version, and nobody else."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from privacy import purposes
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.purposes import Purpose
from shop.celery import app
from shop.policy import tasks, telling
from shop.policy.notice import PolicyNotice
from shop.policy.publishing import publish_first

SECRET = "a long enough secret"
SUMMARY = "We keep orders a year longer."
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def members(db, alice):
    """Alice, and four others with accounts."""
    more = [
        Person.objects.create_user(f"member{each}@example.net", SECRET)
        for each in range(4)
    ]
    return [alice, *more]


def written():
    """Return to how many the letter was written, and how many letters there are."""
    letters = Letter.objects.filter(template=telling.TEMPLATE)
    return letters.values("person").distinct().count(), letters.count()


def test_people_with_accounts_are_told_and_guests_are_not(published, alice, bob, at):
    published()
    assert telling.tell(at=at) == 1
    [letter] = Letter.objects.filter(template=telling.TEMPLATE)
    assert letter.person == alice
    assert letter.purpose == Purpose.OFFICIAL_NOTICE


def test_the_letter_names_what_changes_when_and_where(published, alice, at):
    version = published()
    telling.tell(at=at)
    with purposes.using(Purpose.OFFICIAL_NOTICE):
        content = Letter.objects.get().content
    assert content.subject.endswith("our privacy policy changes on 22 December 2026")
    for part in (content.text, content.html):
        assert SUMMARY in part
        assert "22 December 2026" in part
        assert f"http://127.0.0.1:8000{version.changes_path}" in part
        assert "have what we" in part


def test_a_letter_about_what_is_in_force_already_says_so(published, alice, at):
    published(takes=False)
    telling.tell(at=at + timedelta(minutes=2))
    with purposes.using(Purpose.OFFICIAL_NOTICE):
        content = Letter.objects.get().content
    assert content.subject.endswith("our privacy policy has changed")
    assert "erased" not in content.text


def test_nobody_is_told_of_the_first_version(members, at):
    assert publish_first(at=at) is None
    assert not PolicyNotice.objects.exists()


def test_run_twice_it_writes_once(published, members, at):
    published()
    assert telling.tell(at=at) == 5
    assert telling.tell(at=at) == 0
    assert written() == (5, 5)


def test_the_worker_comes_back_while_letters_wait(
    published, members, at, monkeypatch, django_capture_on_commit_callbacks
):
    published()
    monkeypatch.setattr(telling, "BATCH", 2)
    monkeypatch.setattr(telling.tell, "__kwdefaults__", {"most": 2})
    app.conf.task_always_eager = True
    try:
        with django_capture_on_commit_callbacks(execute=True):
            tasks.tell()
    finally:
        app.conf.task_always_eager = False
    assert written() == (5, 5)


def test_whoever_comes_afterwards_is_not_told(published, alice, bob, at):
    published()
    Person.objects.create_user("late@example.net", SECRET)
    bob.set_password(SECRET)
    bob.save()
    assert telling.tell(at=at) == 1
    assert Letter.objects.get().person == alice


@pytest.mark.parametrize("gone", ["erasing_since", "email_index"])
def test_whoever_is_going_is_not_told(published, members, at, gone):
    version = published()
    leaving = members[1]
    if gone == "erasing_since":
        Person.objects.filter(pk=leaving.pk).update(erasing_since=at)
    else:
        leaving.email = None
        leaving.save()
    assert telling.tell(at=at) == 4
    assert not Letter.objects.filter(person=leaving).exists()
    assert version.notices.filter(told_at=None).count() == 1


def test_whoever_left_before_gets_no_notice(published, members, at):
    Person.objects.filter(pk=members[0].pk).update(erasing_since=at)
    published()
    assert PolicyNotice.objects.count() == 4


class Killed(BaseException):
    """What a kill looks like from inside: nothing may catch it."""


def test_killed_at_any_statement_each_gets_one_letter(
    transactional_db, published, members, at
):
    """The n-th statement is never sent, for each n until the work is done."""
    published()
    killed = 0
    while True:
        left = iter(range(killed))

        def refuse(execute, *args, left=left):
            if next(left, None) is None:
                raise Killed
            return execute(*args)

        try:
            with connection.execute_wrapper(refuse):
                telling.tell(at=at)
        except Killed:
            killed += 1
        else:
            break
    assert killed > 5
    assert written() == (5, 5)


def test_two_workers_write_one_letter_each(transactional_db, published, members, at):
    published()
    ready = Barrier(2)

    def work():
        ready.wait()
        try:
            telling.tell(at=at)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    telling.tell(at=at)
    assert written() == (5, 5)


def test_publishing_that_breaks_off_leaves_nobody_half_told(
    published, members, monkeypatch
):
    def broken(version):
        raise Killed

    monkeypatch.setattr(telling, "add_notices", broken)
    with pytest.raises(Killed):
        published()
    monkeypatch.undo()
    assert published().number == 2
    assert PolicyNotice.objects.count() == 5


def test_each_version_is_told(published, alice, at):
    version = published()
    telling.tell(at=at)
    published(version.text[1:])
    assert telling.tell(at=at) == 1
    assert written() == (1, 2)


# --- In the account -----------------------------------------------------------------


@pytest.fixture
def signed_in(alice, client):
    client.force_login(alice)
    return client


def page(client):
    return client.get("/accounts/").content.decode()


def test_the_account_shows_it_until_it_is_put_away(published, signed_in):
    assert "version 2" not in page(signed_in)
    published()
    shown = page(signed_in)
    assert "version 2, in force from 22 December 2026" in shown
    assert SUMMARY in shown
    assert "/privacy/versions/2/changes/" in shown
    answer = signed_in.post("/accounts/policy/seen/", content_type=FORM)
    assert answer.status_code == 303
    assert "version 2" not in page(signed_in)


def test_the_account_shows_it_for_thirty_days(published, alice, at):
    version = published(takes=False)
    assert telling.to_show(alice, at=at) == version
    assert telling.to_show(alice, at=at + timedelta(days=29)) == version
    assert telling.to_show(alice, at=at + timedelta(days=31)) is None


def test_the_account_shows_it_at_least_until_it_is_in_force(published, alice, at):
    version = published(on=date(2027, 2, 1))
    assert telling.to_show(alice, at=at + timedelta(days=60)) == version
    assert telling.to_show(alice, at=at + timedelta(days=80)) is None


def test_one_person_puts_away_nothing_of_another(published, members, at):
    published()
    telling.put_away(person=members[0], at=at)
    assert telling.to_show(members[0], at=at) is None
    assert telling.to_show(members[1], at=at) is not None


def test_a_guest_has_nothing_to_put_away(client, db):
    answer = client.post("/accounts/policy/seen/", content_type=FORM)
    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]
