"""The staff's list of letters: what waits and why, no address and no text."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from privacy.encryption import keys
from privacy.letters import returned, sending
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.purposes import Most, Purpose

PAGE = "/staff/privacy/letter/"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def shown(client, staff):
    """Return the page as staff see it."""
    client.force_login(staff)
    return lambda query="": client.get(PAGE + query).content.decode()


@pytest.fixture
def troubled(write, alice, at, monkeypatch):
    """One letter that went, one that waits for an hour, one that came back."""
    monkeypatch.setattr(Purpose, "letters", property(lambda purpose: Most(1, 2)))
    for _ in range(2):
        letter = write(alice, context={"word": "Secret"})
        sending.send(letter=letter, at=at)
    first = Letter.objects.order_by("queued_at", "pk").first()
    returned.note(letter=first, status="5.1.1", at=at)
    return first


def test_what_does_not_go_is_listed_with_the_reason(shown, troubled, write, bob, at):
    went = write(bob, context={"word": "Secret"})
    sending.send(letter=went, at=at)
    html = shown()
    assert html.count("a•••@example.net") == 2
    assert "Went on 22 Nov 2026, 10:30. Came back on 22 Nov 2026, 10:30 (5.1.1)" in html
    held = "Held back until 22 Nov 2026, 11:00: as many letters as may go at once"
    assert held in html
    assert "b•••@" not in html
    assert "<h1>Letters</h1>" in html
    assert "All that does not go as it should" in html
    for secret in ("alice@", "Alice", "Secret", "style="):
        assert secret not in html
    assert "b•••@example.net" in shown("?stand=all")
    assert shown("?stand=held").count("a•••@") == 1
    assert shown("?stand=nonsense").count("a•••@") == 2


def test_one_that_is_tried_or_given_up_says_so(
    shown, write, alice, bob, at, failing, answering
):
    sending.send(letter=write(alice), at=at)
    assert "Waits for its next try on 22 Nov 2026, 10:32" in shown("?stand=all")
    answering(550)
    sending.send(letter=write(bob), at=at)
    told = "Given up on 22 Nov 2026, 10:30: letters to its address come back"
    assert told in shown("?stand=given_up")
    assert shown("?stand=failed").count("a•••@") == 0
    Person.objects.update(email=None)
    Letter.objects.update(address=None)
    assert "erased" in shown("?stand=all")


def test_letters_elsewhere_show_that_address(shown, write, alice):
    write(alice, to="other@example.net")
    assert "o•••@example.net" in shown("?stand=all")


def test_staff_let_an_address_be_tried_again(client, shown, troubled, alice, write, at):
    shown()
    waits = write(alice)
    sending.send(letter=waits, at=at)
    other = Letter.objects.get(held="limit")

    def press(letter):
        data = f"action=try_again&_selected_action={letter.pk}"
        page = client.post(PAGE, data, content_type=FORM, follow=True)
        return page.content.decode()

    assert "None of these waits for an address." in press(other)
    assert "is tried within a minute" in press(waits)
    assert returned.notice(person_id=alice.pk, at=at) is None
    entry = LogEntry.objects.get()
    assert entry.object_repr == f"letter {waits.pk}"


def test_who_may_only_look_sends_no_form(client, troubled):
    looks = Person.objects.create_user("l@example.net", "a long secret", is_staff=True)
    looks.user_permissions.add(Permission.objects.get(codename="approve_case"))
    client.force_login(looks)
    assert client.get(PAGE).status_code == 200
    data = f"action=try_again&_selected_action={troubled.pk}"
    assert client.post(PAGE, data, content_type=FORM).status_code == 403


def test_of_an_address_whose_key_is_gone_nothing_is_shown(shown, write, alice, at):
    write(alice)
    keys.destroy(alice.pk, at=at)
    keys.forget_held()
    assert "erased" in shown("?stand=all")


def test_others_see_nothing(client, db):
    helper = Person.objects.create_user("h@example.net", "a long secret", is_staff=True)
    client.force_login(helper)
    assert client.get(PAGE).status_code == 403
    assert "Letters" not in client.get("/staff/").content.decode()


@pytest.mark.parametrize(
    "path", ["add/", "01a20367-dc54-78f6-89fc-6b24d7ea1458/change/"]
)
def test_there_is_no_page_of_one_letter(client, staff, path):
    client.force_login(staff)
    assert client.get(PAGE + path).status_code == 404
