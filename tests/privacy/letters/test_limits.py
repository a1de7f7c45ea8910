"""The flood guard: nobody gets more letters than declared, and none of them is lost."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, connections

from privacy import retention
from privacy.cases import filing, taking_up
from privacy.cases.case import Demand
from privacy.cases.states import Kind
from privacy.encryption import keys
from privacy.letters import limits, sending, tasks
from privacy.letters.limits import LetterCount
from privacy.letters.models import Held, Letter
from privacy.purposes import AT_ONE_ADDRESS, Most, Purpose

MOST = Purpose.CONVERSATION.letters
HOUR = timedelta(hours=1)


@pytest.fixture
def few(monkeypatch):
    """Let two letters an hour and three a day go, whatever they are for."""
    monkeypatch.setattr(Purpose, "letters", property(lambda purpose: Most(2, 3)))


def send_all(at):
    for letter in Letter.objects.due(at=at).order_by("next_try_at", "queued_at"):
        sending.send(letter=letter, at=at)
    return len(mail.outbox)


def test_each_purpose_has_a_limit_below_that_of_an_address():
    for purpose in Purpose:
        assert 0 < purpose.letters.an_hour <= purpose.letters.a_day
        assert purpose.letters.an_hour < AT_ONE_ADDRESS.an_hour
        assert purpose.letters.a_day < AT_ONE_ADDRESS.a_day


def test_what_is_over_the_limit_waits_and_goes_when_the_hour_is_over(write, alice, at):
    for _ in range(MOST.an_hour + 3):
        write(alice)
    assert send_all(at) == MOST.an_hour
    held = Letter.objects.filter(held=Held.LIMIT)
    assert held.count() == 3
    assert set(held.values_list("attempts", "next_try_at")) == {
        (0, at.replace(hour=11, minute=0))
    }
    assert send_all(at + timedelta(minutes=29)) == MOST.an_hour
    assert send_all(at + HOUR) == MOST.an_hour + 3
    assert not Letter.objects.waiting().exists()
    assert not held.exists()


def test_a_day_has_a_limit_of_its_own(few, write, alice, at):
    for _ in range(5):
        write(alice)
    assert send_all(at) == 2
    assert send_all(at + HOUR) == 3
    tomorrow = (at + timedelta(days=1)).replace(hour=0, minute=0)
    later = set(Letter.objects.waiting().values_list("next_try_at", flat=True))
    assert later == {tomorrow}
    assert send_all(tomorrow) == 5


def test_a_flood_is_held_and_not_one_letter_is_lost(few, write, alice, at):
    for _ in range(40):
        write(alice)
    Letter.objects.update(delete_on=at.date() + timedelta(days=1))
    now = at
    for _ in range(40):
        send_all(now)
        retention.sweep(at=now)
        now += 12 * HOUR
    assert len(mail.outbox) == 40


def test_purposes_and_people_are_counted_apart(few, template, write, alice, bob, at):
    for person in (alice, alice, alice, bob):
        write(person)
    Letter.objects.filter(person=bob).update(purpose=Purpose.DELIVERY)
    assert send_all(at) == 3


def test_a_try_that_failed_takes_no_second_place(few, write, alice, at, failing):
    write(alice)
    for minutes in (0, 10, 20):
        send_all(at + timedelta(minutes=minutes))
    assert set(LetterCount.objects.values_list("number", flat=True)) == {1}


def cases(many, at, email="victim@example.net"):
    for number in range(many):
        case = filing.file(
            kind=Kind.QUESTION,
            email=email if number % 2 else email.upper(),
            demand=Demand(words="Where?"),
            country="GB",
            at=at,
        )
        taking_up.take_up(case=case, at=at)


def test_many_requests_under_one_address_do_not_flood_it(db, at):
    cases(AT_ONE_ADDRESS.an_hour + 5, at)
    assert send_all(at) == AT_ONE_ADDRESS.an_hour
    cases(1, at, email="other@example.net")
    assert send_all(at) == AT_ONE_ADDRESS.an_hour + 1
    assert send_all(at + HOUR) == AT_ONE_ADDRESS.an_hour + 6


def test_a_flood_keeps_no_official_notice_back(write, alice, at):
    cases(AT_ONE_ADDRESS.an_hour + 5, at, email="alice@example.net")
    send_all(at)
    letter = write(alice)
    Letter.objects.filter(pk=letter.pk).update(purpose=Purpose.OFFICIAL_NOTICE)
    assert sending.send(letter=Letter.objects.get(pk=letter.pk), at=at)


def test_another_address_is_counted_anew(write, alice, at, failing, monkeypatch):
    write(alice)
    send_all(at)
    monkeypatch.undo()
    alice.email = "new@example.net"
    alice.save()
    assert send_all(at + HOUR / 4) == 1
    assert mail.outbox[0].to == ["new@example.net"]
    # Twice for her, and once for each address; each by the hour and by the day.
    numbers = LetterCount.objects.values_list("number", flat=True)
    assert sorted(numbers) == [1, 1, 1, 1, 2, 2]


def test_counts_hold_no_address_and_go_when_they_are_over(write, alice, at):
    write(alice)
    send_all(at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM privacy_lettercount")
        rows = str(cursor.fetchall())
    assert "alice" not in rows
    assert alice.pk.hex not in rows.replace("-", "")
    assert LetterCount.objects.count() == 4
    retention.sweep(at=at + HOUR)
    assert LetterCount.objects.count() == 2
    retention.sweep(at=at + 24 * HOUR)
    assert not LetterCount.objects.exists()
    assert str(LetterCount()) == "count of letters"


def test_a_clock_that_goes_back_frees_no_place_and_strands_no_letter(
    few, write, alice, at
):
    for _ in range(3):
        write(alice)
    year = timedelta(days=365)
    Letter.objects.update(claimed_at=at + year)
    assert send_all(at) == 2
    assert send_all(at - timedelta(minutes=20)) == 2
    Letter.objects.waiting().update(next_try_at=at + year)
    assert send_all(at + HOUR) == 3


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_takes_all_places_or_none(few, write, alice, at, killed_at):
    first, *_ = [write(alice) for _ in range(3)]
    for number in range(60):
        try:
            with killed_at(number):
                sending.send(letter=Letter.objects.get(pk=first.pk), at=at)
        except BaseException as killed:
            if type(killed).__name__ != "Killed":
                raise
            keys.forget_held()
            told = Letter.objects.get(pk=first.pk)
            counted = set(LetterCount.objects.values_list("number", flat=True))
            assert counted <= ({1} if vars(told)["address"] else {0})
            Letter.objects.update(claimed_at=None)
        else:
            break
    assert number > 5
    Letter.objects.filter(sent_at=None).update(claimed_at=None)
    # A letter that went may go once more, in one envelope of the same number: never
    # does another lose its place for it.
    send_all(at)
    assert Letter.objects.filter(sent_at__isnull=False).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_share_the_places(monkeypatch, write, alice, at):
    monkeypatch.setattr(Purpose, "letters", property(lambda purpose: Most(3, 9)))
    written = [write(alice) for _ in range(8)]
    start = threading.Barrier(4)

    def work(mine):
        start.wait()
        for letter in mine:
            sending.send(letter=Letter.objects.get(pk=letter.pk), at=at)
        for each in connections.all():
            each.close()

    threads = [
        threading.Thread(target=work, args=(written[part::4],)) for part in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Letter.objects.filter(sent_at__isnull=False).count() == 3
    assert Letter.objects.filter(held=Held.LIMIT).count() == 5


def test_the_sweep_sends_first_what_waited_longest(few, write, alice, at, monkeypatch):
    first = write(alice)
    write(alice, at=at + timedelta(minutes=1))
    write(alice, at=at + timedelta(minutes=2))
    monkeypatch.setattr(tasks.timezone, "now", lambda: at + timedelta(minutes=5))
    sent = []
    monkeypatch.setattr(
        sending, "send", lambda letter, at: sent.append(letter.queued_at)
    )
    tasks.send_missed()
    assert sent == sorted(sent)
    assert sent[0] == first.queued_at


def test_a_count_that_is_made_meanwhile_is_shared(write, alice, at):
    letter = write(alice)
    counts = list(limits._counts(letter, "alice@example.net", at))
    limits._make(counts)
    limits._make(counts)
    assert LetterCount.objects.count() == 4
