"""The policy's pages: the version in force, all versions, and what each changed."""

from __future__ import annotations

import hashlib
import html
import re

import pytest
from django.urls import reverse

from privacy.promises.promise import PROMISES, Promise, Verdict
from shop.policy import views, writing
from shop.policy.text import Section
from shop.policy.version import PolicyVersion


def text_of(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return html.unescape(" ".join(answer.content.decode().split()))


def test_the_page_shows_the_version_in_force_and_leads_to_all(client, db):
    page = text_of(client, "/privacy/")
    assert "Version 1, in force since" in page
    assert 'href="/privacy/versions/"' in page
    assert "differ</h2>" not in page


def test_every_sentence_of_a_version_stands_on_its_page(client, db):
    page = text_of(client, "/privacy/versions/1/")
    for section in PolicyVersion.objects.get().text:
        assert section.title in page
        cells = (cell for row in section.rows for cell in row)
        for sentence in (*section.says, *(s for cell in cells for s in cell)):
            assert sentence in page


def test_the_page_goes_on_showing_what_binds_while_the_program_differs(
    client, program_says, other_text
):
    program_says(other_text)
    page = text_of(client, "/privacy/")
    assert "This page and the program differ" in page
    assert "Until a new version is published, version 1 binds us." in page
    assert "<b>Added:</b> <ins>We also sell kites.</ins>" in page
    _, _, binding = page.partition("Who we are</h2>")
    assert "kites" not in binding


def test_promises_stand_there_in_the_words_of_the_version(
    client, db, program_says, monkeypatch
):
    monkeypatch.setitem(PROMISES, "B3", Promise("B3", "We send a little advertising."))
    program_says(writing.written())
    page = text_of(client, "/privacy/")
    assert "<h3>We send no advertising.</h3>" in page
    assert "This page and the program differ" in page


def test_a_promise_that_the_program_dropped_is_not_checked(client, db, monkeypatch):
    monkeypatch.setattr(views.checking, "standing", lambda *, at: [])
    shown = client.get("/privacy/").context["promises"]
    [dropped] = [each for each in shown if each.promise.key == "B3"]
    assert dropped.verdict is Verdict.NOT_CHECKED


def test_a_version_that_is_announced_is_named(client, published):
    published()
    page = text_of(client, "/privacy/")
    assert "Version 2 is in force from 22 December 2026." in page
    assert "We keep orders a year longer." in page
    assert 'href="/privacy/versions/2/changes/"' in page
    assert "kites" not in page


def test_before_anything_is_published_the_page_says_so(client, db, monkeypatch):
    monkeypatch.setattr(PolicyVersion, "objects", PolicyVersion.objects.none())
    page = text_of(client, "/privacy/")
    assert "Nothing is published yet" in page
    assert "Who we are</h2>" in page


def test_versions_are_listed_with_their_dates(client, published):
    published()
    page = text_of(client, "/privacy/versions/")
    assert page.index("Version 2</h2>") < page.index("Version 1</h2>")
    assert "In force from 22 December 2026" in page
    assert "until 22 December 2026" in page
    assert "Published on" in page
    assert page.count('<span class="tag ok">In force</span>') == 1
    assert 'href="/privacy/versions/1/changes/"' not in page


def test_a_version_that_never_came_says_so(client, published):
    published()
    published(writing.written()[1:], takes=False)
    page = text_of(client, "/privacy/versions/")
    assert "Announced for 22 December 2026, and replaced before that day" in page


def test_a_version_that_is_over_stays_readable(client, published, at):
    published(takes=False)
    page = text_of(client, "/privacy/versions/1/")
    assert "This version is not in force" in page
    assert "We also sell kites." in text_of(client, "/privacy/versions/2/")


def test_what_changed_is_said_in_words_and_in_tags(client, published):
    published()
    page = text_of(client, "/privacy/versions/2/changes/")
    assert "<b>Added:</b> <ins>We also sell kites.</ins>" in page
    [gone] = re.findall(r"<b>Removed:</b> <del>(.*?)</del>", page)
    assert gone.startswith("Write to us on the Contact page")
    assert "Beside version 1, sentence by sentence" in page
    assert "Unchanged: What we promise" in page


def test_rows_and_sections_that_came_or_went_are_said(client, published):
    said = list(writing.written())
    cookies = next(each for each in said if each.key == "cookies")
    said.remove(cookies)
    said.append(Section("kites", "Kites", ("We fly them.",)))
    index = next(i for i, each in enumerate(said) if each.key.startswith("held "))
    kept = said[index]
    said[index] = Section(
        kept.key, kept.title, (), kept.columns, kept.rows[1:], kept.under
    )
    published(tuple(said))
    page = text_of(client, "/privacy/versions/2/changes/")
    assert 'Kites <span class="tag ok">New section</span>' in page
    assert 'Cookies <span class="tag bad">Section removed</span>' in page
    assert '<span class="tag bad">Removed</span>' in page


def test_sentences_in_another_place_are_no_change(client, published):
    first, second, *rest = writing.written()
    published((second, first, *rest))
    page = text_of(client, "/privacy/versions/2/changes/")
    assert "No sentence changed. Some stand in another place." in page


def test_the_first_version_changed_nothing(client, db):
    page = text_of(client, "/privacy/versions/1/changes/")
    assert "There was no version before it." in page


def test_the_hash_on_the_page_is_that_of_the_bytes(client, db):
    [said] = re.findall(r"[0-9a-f]{64}", text_of(client, "/privacy/versions/1/"))
    answer = client.get("/privacy/versions/1/text.json")
    assert answer["Content-Type"].startswith("application/json")
    assert hashlib.sha256(answer.content).hexdigest() == said


@pytest.mark.parametrize("number", ["0", "2", "9" * 12, "9" * 40])
@pytest.mark.parametrize("rest", ["", "changes/", "text.json"])
def test_a_version_that_is_not_there_is_not_found(client, db, number, rest):
    assert client.get(f"/privacy/versions/{number}/{rest}").status_code == 404


def test_the_pages_set_no_cookie_and_change_nothing(client, db):
    names = ("policy-version", "policy-changes", "policy-text")
    paths = [reverse(f"shop:{name}", args=[1]) for name in names]
    for path in (*paths, reverse("shop:policy-versions"), reverse("shop:privacy")):
        assert not client.get(path).cookies
        assert client.post(path, content_type="text/plain").status_code in {405, 415}
