"""The trail in the staff pages: read by those who have the right, fifty at a time."""

from __future__ import annotations

import io

import pytest
from django.contrib import admin
from django.core.management import call_command

from privacy.people import Person
from privacy.trail import verifying
from privacy.trail.entry import TrailEntry
from privacy.trail.names import TrailName

FORM = "application/x-www-form-urlencoded"
LIST = "/staff/privacy/trailentry/"


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


def test_staff_with_the_right_read_the_trail(desk, staff, write, alice, at):
    write(60)
    verifying.sign_head(at=at)
    page = desk.get(LIST).content.decode()
    assert page.count('data-l="Entry"') == 50
    assert "<span>You</span>" in page
    assert "Alice" not in page
    assert "Looked at values: delivery" in page
    assert "over 61 entries" in page
    assert 'href="?before=11"' in page
    older = desk.get(LIST, {"before": "11"}).content.decode()
    assert older.count('data-l="Entry"') == 11
    assert "?before" not in older


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "²"])
def test_any_other_place_begins_at_the_newest(desk, write, before):
    write()
    assert desk.get(LIST, {"before": before}).status_code == 200


def test_who_was_erased_is_named_so(desk, write, alice):
    write()
    TrailName.objects.filter(person_id=alice.pk).delete()
    assert "Somebody who was erased" in desk.get(LIST).content.decode()


def test_commands_are_the_program(desk, own_keys):
    call_command("keys", "add", stdout=io.StringIO())
    assert "The program" in desk.get(LIST).content.decode()


def test_an_empty_trail_says_so(client, rf, staff):
    request = rf.get(LIST)
    request.user = staff
    shown = admin.site._registry[TrailEntry]._list(request)
    assert "There are no entries here." in shown.rendered_content
    assert "No head was signed yet." in shown.rendered_content


def test_nobody_without_the_right_reads_it(client, write, bob):
    write()
    Person.objects.filter(pk=bob.pk).update(is_staff=True)
    client.force_login(Person.objects.get(pk=bob.pk))
    assert client.get(LIST).status_code == 403
    assert "Trail" not in client.get("/staff/").content.decode()


def test_nothing_is_written_from_the_page(desk, write):
    write()
    assert desk.post(LIST, "", content_type=FORM).status_code == 405
    for path in ("add/", "0/change/", "0/delete/"):
        assert desk.get(LIST + path).status_code == 404
