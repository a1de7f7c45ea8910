"""Letters: one door, a sealed text, sent once, tried again, deleted on their date."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from privacy import letters, purposes
from privacy.encryption import keys
from privacy.letters import NotRegistered, sending, tasks
from privacy.letters.models import MOST_ATTEMPTS, Letter, LetterText
from privacy.purposes import Purpose


def test_a_letter_is_sealed_and_dated(letter, at):
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM privacy_letter")
        assert b"you & me" not in bytes(cursor.fetchone()[0])
    assert letter.delete_on == at.date() + timedelta(days=30)
    assert str(letter) == f"letter {letter.pk}"


def test_the_reader_sees_text_as_text_and_html_as_html(letter, at):
    assert sending.send(letter=letter, at=at)
    (sent,) = mail.outbox
    assert sent.to == ["alice@example.net"]
    assert sent.subject == "Hello Bcc: <you & me>"
    assert sent.body == "It's <you & me> from Foldwell\n"
    assert sent.alternatives[0][0] == "<p>It is &lt;you &amp; me&gt;</p>"
    assert sent.extra_headers["Message-ID"].startswith(f"<{letter.pk}@")


@pytest.mark.parametrize(
    ("template_name", "purpose"),
    [("diary/unknown", Purpose.CONVERSATION), ("diary/hello", Purpose.DELIVERY)],
)
def test_the_door_refuses_what_is_not_registered(
    alice, template, at, template_name, purpose
):
    with pytest.raises(NotRegistered):
        letters.write(
            template=template_name, purpose=purpose, person=alice, context={}, at=at
        )
    assert letters.registered()[template].keep_days == 30


def test_a_letter_goes_to_one_person_or_answers_one_case(alice, bob, template, at):
    told = {"template": template, "purpose": Purpose.CONVERSATION, "context": {}}
    for whose in ({}, {"person": alice, "case": bob}):
        with pytest.raises(ValueError, match="one person"):
            letters.write(**told, **whose, at=at)
    assert not Letter.objects.exists()


def test_a_letter_goes_once(letter, at):
    assert sending.send(letter=letter, at=at)
    assert not sending.send(letter=letter, at=at)
    tasks.send(str(letter.pk))
    tasks.send_missed()
    assert len(mail.outbox) == 1


def test_a_letter_that_somebody_is_sending_is_left_alone(letter, at):
    assert letter.claim(at=at)
    assert not sending.send(letter=letter, at=at + timedelta(minutes=9))
    assert sending.send(letter=letter, at=at + timedelta(minutes=11))


def test_a_failure_waits_longer_each_time_and_leaks_nothing(
    letter, at, failing, caplog
):
    assert not sending.send(letter=letter, at=at)
    letter.refresh_from_db()
    assert letter.next_try_at == at + timedelta(minutes=2)
    assert "alice" not in caplog.text
    assert "SMTPRecipientsRefused" in caplog.text


def test_in_the_end_it_is_given_up(letter, at, failing):
    for attempt in range(MOST_ATTEMPTS):
        sending.send(letter=letter, at=at + timedelta(hours=7 * attempt))
    letter.refresh_from_db()
    assert letter.given_up_at
    assert not Letter.objects.due(at=at + timedelta(days=100)).exists()


def test_without_an_address_it_is_given_up(letter, alice, at):
    type(alice).objects.update(email=None)
    assert not sending.send(letter=Letter.objects.get(), at=at)
    letter.refresh_from_db()
    assert letter.given_up_at == at


def test_an_erased_persons_letter_is_given_up(letter, alice, at):
    keys.destroy(alice.pk, at=at)
    assert not sending.send(letter=Letter.objects.get(), at=at)
    letter.refresh_from_db()
    assert letter.given_up_at == at


def test_the_worker_is_told_the_id_after_the_commit(
    letter, django_capture_on_commit_callbacks, alice, template, at, monkeypatch
):
    told = []
    monkeypatch.setattr(
        tasks.send, "apply_async", lambda args, kwargs, retry: told.append(args)
    )
    with django_capture_on_commit_callbacks(execute=True):
        again = letters.write(
            template=template,
            purpose=Purpose.CONVERSATION,
            person=alice,
            context={},
            at=at,
        )
        assert told == []
    assert told == [(str(again.pk),)]


def test_a_broker_that_is_down_costs_a_minute_and_no_letter(
    alice, template, at, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    def down(*args, **kwargs):
        raise ConnectionError("redis://secret@host")

    monkeypatch.setattr(tasks.send, "apply_async", down)
    with django_capture_on_commit_callbacks(execute=True):
        letters.write(
            template=template,
            purpose=Purpose.CONVERSATION,
            person=alice,
            context={},
            at=at,
        )
    assert "not nudged: ConnectionError" in caplog.text
    assert "secret" not in caplog.text
    tasks.send_missed()
    assert len(mail.outbox) == 1


def test_a_letter_that_is_gone_is_no_error(db):
    tasks.send("01a20367-dc54-78f6-89fc-6b24d7ea1458")


def test_the_sweep_deletes_letters_on_their_date(letter, at):
    assert sending.delete_past_their_date(at=at + timedelta(days=29)) == 0
    Letter.objects.update(delete_on=at.date())
    tasks.delete_old()
    assert not Letter.objects.exists()


def test_a_text_opens_for_its_purpose(letter):
    with purposes.using(Purpose.CONVERSATION):
        assert isinstance(Letter.objects.get().content, LetterText)
