"""All staff read what customers get: nothing is sent, one page alone frames."""

from __future__ import annotations

import html
import re

import pytest

from privacy import letters
from privacy.letters import preview_pages, previews
from privacy.letters.models import Letter
from privacy.people import Person

LIST = "/staff/privacy/letter/previews/"
PLACED = f"{LIST}orders/placed/1/"
POLICY = "Content-Security-Policy"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def desk(client, db):
    """A browser of somebody who works here and has no right at all."""
    client.force_login(Person.objects.create_user("new@example.net", is_staff=True))
    return client


def test_every_letter_is_in_the_list_with_all_its_previews(desk):
    shown = desk.get(LIST).content.decode()
    for name in letters.registered():
        assert f">{name}</th>" in shown
        for number, _ in enumerate(previews.of(name), start=1):
            assert f"{LIST}{name}/{number}/" in shown


def test_a_preview_shows_subject_text_and_html_and_sends_nothing(desk, mailoutbox):
    shown = html.unescape(desk.get(PLACED).content.decode())
    letter = previews.of("orders/placed")[0].letter()
    assert letter.subject in shown
    assert letter.text in shown
    (frame,) = re.findall(r"<iframe[^>]*>", shown)
    assert f'src="{PLACED}html/"' in frame
    assert " sandbox " in frame
    assert desk.get(f"{PLACED}html/").content.decode() == letter.html
    assert not Letter.objects.exists()
    assert mailoutbox == []


def test_the_html_may_do_nothing_but_be_looked_at(desk):
    answer = desk.get(f"{PLACED}html/")
    told = answer[POLICY]
    assert told == preview_pages.HTML_POLICY
    assert "default-src 'none'" in told
    assert re.search(r"\bsandbox;", told)
    assert "script-src" not in told
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_one_page_frames_and_no_other_does(desk):
    assert "frame-src 'self'" in desk.get(PLACED)[POLICY]
    for page in (LIST, "/staff/", "/"):
        answer = desk.get(page)
        assert "frame-src" not in answer[POLICY]
        assert "frame-ancestors 'none'" in answer[POLICY]
        assert answer["X-Frame-Options"] == "DENY"
    assert "unsafe-inline" not in desk.get(PLACED)[POLICY]
    assert "frame-ancestors 'none'" in desk.get(PLACED)[POLICY]


@pytest.mark.parametrize("there", ["orders/placed/0/", "orders/placed/9/", "none/1/"])
def test_what_nobody_declared_is_not_there(desk, there):
    assert desk.get(f"{LIST}{there}").status_code == 404
    assert desk.get(f"{LIST}{there}html/").status_code == 404


def test_nobody_sends_anything_there_and_strangers_stay_out(desk, client):
    for page in (LIST, PLACED, f"{PLACED}html/"):
        assert desk.post(page, "", content_type=FORM).status_code == 405
    client.logout()
    for page in (LIST, PLACED, f"{PLACED}html/"):
        assert client.get(page).status_code == 302
