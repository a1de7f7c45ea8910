"""The demo's mailbox, and the site's housekeeping."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from shop import tasks
from shop.browsers import BrowserSession

BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture
def folder(settings, tmp_path):
    """A folder of letters."""
    settings.MAIL_DIR = tmp_path
    return tmp_path


def send(folder, subject, text):
    """Put one letter into the folder, as the demo does."""
    connection = get_connection(BACKEND, file_path=str(folder))
    message = EmailMultiAlternatives(
        subject, text, to=["maya@example.net"], connection=connection
    )
    message.attach_alternative(f"<p>{text}</p>", "text/html")
    message.send()


def test_an_empty_mailbox_says_so(client, folder):
    assert b"No letter yet" in client.get("/demo/mailbox/").content


def test_letters_are_listed_and_can_be_read(client, folder):
    send(folder, "Order FW-1", "Hello – see https://example.net/x")
    page = client.get("/demo/mailbox/").content.decode()
    assert "Order FW-1" in page
    letter = client.get("/demo/mailbox/1/").content.decode()
    assert "Hello – see" in letter
    assert 'href="https://example.net/x"' in letter


def test_markup_in_a_letter_is_shown_and_not_obeyed(client, folder):
    send(folder, "<b>x</b>", "<script>x</script>")
    assert b"<script>x" not in client.get("/demo/mailbox/1/").content
    assert b"<b>x" not in client.get("/demo/mailbox/").content


@pytest.mark.parametrize("number", [0, 2])
def test_a_letter_that_is_not_there_is_not_found(client, folder, number):
    send(folder, "One", "One")
    assert client.get(f"/demo/mailbox/{number}/").status_code == 404


def test_ended_sessions_are_deleted(db):
    now = timezone.now()
    for key, until in (("old", -1), ("new", 1)):
        BrowserSession.objects.create(
            session_key=key, session_data="", expire_date=now + timedelta(hours=until)
        )
    tasks.delete_ended_sessions()
    assert [s.session_key for s in BrowserSession.objects.all()] == ["new"]
