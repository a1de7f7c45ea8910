"""The policy's pages in a browser: they fit, and the keyboard is enough."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from privacy.people import Person
from shop.policy import publishing, writing
from tests.looks.looking import look

pytestmark = pytest.mark.browser
SECRET = "a long enough secret"
PATHS = {
    "policy": "/privacy/",
    "policy-versions": "/privacy/versions/",
    "policy-first": "/privacy/versions/1/",
    "policy-changes": "/privacy/versions/2/changes/",
    "policy-none-before": "/privacy/versions/1/changes/",
    "policy-account": "/accounts/",
}


def changed(text):
    """Return a text with a value kept longer, a new cookie, and a section less."""
    said = {section.key: section for section in text}
    you = said["held privacy.Person"]
    (what, why, _, held), *others = you.rows
    longer = ("three years after your last order.",)
    said[you.key] = replace(you, rows=((what, why, longer, held), *others))
    cookies = said["cookies"]
    fresh = (("theme",), ("light or dark",), ("90 days",))
    said["cookies"] = replace(cookies, rows=(*cookies.rows, fresh))
    never = said.pop("never")
    said["signals"] = replace(said["signals"], says=(*never.says[:1],))
    return tuple(said.values())


@pytest.fixture
def maya(stocked):
    """Somebody with an account, who is told of a second version that is to come."""
    maya = Person.objects.create_user("maya@example.net", SECRET, name="Maya Okafor")
    maya.email_proven_at = timezone.now()
    maya.save()
    publishing.publish(
        text=changed(writing.written()),
        summary="We keep your name and address a year longer, and remember your theme.",
        takes_something=True,
        on=None,
        at=timezone.now(),
    )
    return maya


@pytest.fixture
def signed_in(page, maya, live_server):
    """The same page, with Maya's session."""
    client = Client()
    client.force_login(maya)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )
    return page


def test_axe_finds_nothing_and_all_fits(signed_in, monkeypatch):
    for name, path in PATHS.items():
        signed_in.goto(path)
        look(signed_in, name)
    today = writing.written()
    monkeypatch.setattr(writing, "written", lambda: changed(today)[1:])
    signed_in.goto("/privacy/")
    signed_in.get_by_text("What the program does now").click()
    look(signed_in, "policy-differs")


def test_the_way_from_the_account_to_what_changes_needs_no_mouse(signed_in):
    page = signed_in
    page.goto("/accounts/")
    page.get_by_role("link", name="Read what changes").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What version 2").wait_for()
    removed = page.get_by_role("listitem").filter(has_text="Removed:")
    assert removed.first.get_by_role("deletion").count() == 1
    added = page.get_by_role("listitem").filter(has_text="Added:")
    assert added.first.get_by_role("insertion").count() == 1
    page.goto("/accounts/")
    page.get_by_role("button", name="I have seen this").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="I have seen this").wait_for(state="detached")
    assert page.url.endswith("/accounts/")
