"""Letters that come back: the address is marked, others wait, the person is told."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.core import mail

from privacy import retention
from privacy.cases import correcting, filing, taking_up
from privacy.cases.case import Demand
from privacy.cases.states import Kind
from privacy.encryption import keys
from privacy.letters import refusals, returned, sending
from privacy.letters.models import Held, Letter
from privacy.letters.returned import Returned

DAY = timedelta(days=1)


@pytest.fixture
def came_back(write, alice, at):
    """A letter to Alice that went, and then was reported back."""
    letter = write(alice)
    sending.send(letter=letter, at=at)
    letter = Letter.objects.get(pk=letter.pk)
    assert returned.note(letter=letter, status="5.1.1", at=at)
    mail.outbox.clear()
    return letter


def case_of(email, at):
    case = filing.file(
        kind=Kind.QUESTION,
        email=email,
        demand=Demand(words="Where?"),
        country="GB",
        at=at,
    )
    taking_up.take_up(case=case, at=at)
    return case


@pytest.mark.parametrize(
    ("code", "text", "status"),
    [
        (550, "no such user {}", "5.1.1"),
        (551, "moved", "5.1.6"),
        (552, "full", "5.2.2"),
        (553, "odd name", "5.1.3"),
        (550, "5.1.10 no mail here", "5.1.10"),
        (554, "5.2.1 closed", "5.2.1"),
    ],
)
def test_an_address_that_is_refused_is_marked_at_once(
    write, alice, at, answering, caplog, code, text, status
):
    letter = write(alice)
    answering(code, text)
    assert not sending.send(letter=letter, at=at)
    letter.refresh_from_db()
    assert (letter.given_up_at, letter.held) == (at, Held.ADDRESS)
    assert (letter.came_back_at, letter.status) == (at, status)
    assert returned.notice(person_id=alice.pk, at=at).masked == "a•••@example.net"
    assert "alice@" not in caplog.text
    assert not Letter.objects.due(at=at + 9 * DAY).exists()


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (451, "try later"),
        (450, "4.2.1 busy {}"),
        (550, "5.7.1 relaying denied"),
        (554, "no"),
        (530, "5.7.0 sign in first"),
        (999, "5.1.1 no code at all"),
    ],
)
def test_all_else_is_tried_again(write, alice, at, answering, code, text):
    letter = write(alice)
    answering(code, text)
    assert not sending.send(letter=letter, at=at)
    letter.refresh_from_db()
    assert letter.given_up_at is None
    assert letter.next_try_at == at + timedelta(minutes=2)
    assert returned.notice(person_id=alice.pk, at=at) is None


def test_refusals_are_read_with_care():
    told = {"a@example.net": (550, b""), "b@example.net": (550, b"")}
    assert refusals.of_the_address(smtplib.SMTPRecipientsRefused(told)) == ""
    of_data = smtplib.SMTPDataError
    assert refusals.of_the_address(of_data(552, b"5.2.2 full")) == "5.2.2"
    assert refusals.of_the_address(of_data(550, "5.1.1 gone")) == "5.1.1"
    assert refusals.of_the_address(of_data(550, b"looks like spam")) == ""
    assert refusals.of_the_address(smtplib.SMTPServerDisconnected()) == ""


def test_letters_to_a_marked_address_wait_and_go_to_the_corrected_one(
    came_back, write, alice, at
):
    letter = write(alice)
    assert not sending.send(letter=letter, at=at)
    letter.refresh_from_db()
    assert (letter.held, letter.attempts, letter.sent_at) == (Held.ADDRESS, 0, None)
    correcting.apply_now(
        person=alice, label=correcting.EMAIL, value="new@example.net", at=at
    )
    assert not Returned.objects.exists()
    alice.refresh_from_db()
    assert returned.notice(person_id=alice.pk, at=at) is None
    for each in Letter.objects.due(at=at):
        sending.send(letter=each, at=at)
    letter.refresh_from_db()
    assert letter.sent_at == at
    assert ["new@example.net"] in [message.to for message in mail.outbox]


def test_they_are_given_up_in_the_end(came_back, write, alice, at):
    letter, now = write(alice, at=at + DAY), at + DAY
    while letter.given_up_at is None:
        Returned.objects.update(came_back_at=now)
        assert now < at + 16 * DAY
        sending.send(letter=letter, at=now)
        now += returned.TRIED_AGAIN
        letter.refresh_from_db()
    assert letter.held == Held.ADDRESS
    assert now > at + 14 * DAY


def test_a_mark_lapses_so_that_a_full_mailbox_is_tried_again(
    came_back, write, alice, at
):
    later = at + returned.STANDS
    letter = write(alice, at=later)
    assert returned.notice(person_id=alice.pk, at=later) is None
    assert sending.send(letter=letter, at=later)
    retention.sweep(at=later + DAY)
    assert not Returned.objects.exists()


def test_a_new_try_forgets_the_marks_of_all_who_have_the_address(
    came_back, write, alice, at
):
    case = case_of("alice@example.net", at)
    first = Letter.objects.get(case=case)
    sending.send(letter=first, at=at)
    returned.note(letter=Letter.objects.get(pk=first.pk), status="5.2.2", at=at)
    letter = write(alice)
    sending.send(letter=letter, at=at)
    assert Returned.objects.count() == 2
    returned.try_again(letter=letter, at=at)
    assert not Returned.objects.exists()
    assert sending.send(letter=Letter.objects.get(pk=letter.pk), at=at)


def test_another_address_of_a_request_says_nothing_of_those_that_are_known(
    came_back, alice, at
):
    case = case_of("alice@example.net", at)
    letter = Letter.objects.get(case=case)
    assert sending.send(letter=letter, at=at)
    assert returned.notice(case_id=case.pk, at=at) is None
    returned.note(letter=Letter.objects.get(pk=letter.pk), status="5.1.1", at=at)
    assert returned.notice(case_id=case.pk, at=at).since == at


def test_a_request_that_came_back_tells_the_person_at_the_next_letter(
    write, alice, bob, at
):
    case = case_of("alice@example.net", at)
    letter = Letter.objects.get(case=case)
    sending.send(letter=letter, at=at)
    returned.note(letter=Letter.objects.get(pk=letter.pk), status="5.7.1", at=at)
    assert returned.notice(person_id=alice.pk, at=at) is None
    assert not sending.send(letter=write(alice), at=at + DAY)
    told = returned.notice(person_id=alice.pk, at=at + DAY)
    assert (told.since, told.why) == (
        at,
        "The mail server there does not take our letters.",
    )
    assert not sending.send(letter=write(alice), at=at + DAY)
    assert Returned.objects.count() == 2
    assert returned.notice(person_id=bob.pk, at=at + DAY) is None


def test_a_passing_failure_marks_nothing(write, alice, at):
    letter = write(alice)
    sending.send(letter=letter, at=at)
    letter = Letter.objects.get(pk=letter.pk)
    assert returned.note(letter=letter, status="4.4.7", at=at)
    assert not Returned.objects.exists()
    assert not returned.note(letter=letter, status="5.1.1", at=at)


def test_the_second_report_about_a_letter_changes_nothing(came_back, at):
    Returned.objects.all().delete()
    assert not returned.note(letter=came_back, status="5.1.1", at=at + DAY)
    assert not Returned.objects.exists()


def test_the_marks_of_an_erased_person_open_no_more(came_back, alice, at):
    fresh = Letter.objects.get(pk=came_back.pk)
    Letter.objects.update(came_back_at=None)
    keys.destroy(alice.pk, at=at)
    assert returned.notice(person_id=alice.pk, at=at) is None
    assert returned.note(letter=fresh, status="5.1.1", at=at)
    assert Returned.objects.count() == 1


def test_a_mark_says_why_and_names_nobody(came_back):
    mark = Returned.objects.get()
    assert mark.why == "The mail server there says that there is no such mailbox."
    mark.status = "5.3.0"
    assert mark.why == ""
    assert str(mark) == f"returned {mark.pk}"
    assert "alice" not in repr(mark)


def test_while_all_is_well_nothing_of_anybody_is_loaded(
    came_back, alice, bob, at, django_assert_num_queries
):
    """It is asked on each order's page: people and requests are wide rows."""
    with django_assert_num_queries(1) as asked:
        assert returned.notice(person_id=bob.pk, at=at) is None
    assert "JOIN" not in asked[0]["sql"]
    assert returned.notice(person_id=alice.pk, at=at).since == at
