"""Passwords after the first: reset by mail, changed, and links that ran out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from privacy import purposes
from privacy.models import Letter, Person
from privacy.purposes import Purpose
from shop.accounts import limits, passwords, tasks
from shop.accounts.models import PendingPassword, ResetLink
from tests.shop.customer import text_of
from tests.shop.post import letters, link_in

CHOSEN = "four grey herons wade"
OTHER = "five black swans dive"


def ask(client, email):
    return client.post("/accounts/reset/", {"email": email})


def test_the_reset_page_sets_no_cookie(client):
    assert not client.get("/accounts/reset/").cookies


def test_everybody_is_told_the_same(client, alice, order, monkeypatch, at):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    told = {
        text_of(ask(client, email))
        for email in ("alice@example.net", "maya@example.net", "nobody@example.net")
    }
    assert len(told) == 1
    assert "If there is an account, a link is on its way. It works until 11:30." in (
        told.pop()
    )


def test_the_request_itself_does_the_same_for_everybody(client, alice, memory_cache):
    client.get("/accounts/reset/")  # the head's departments are remembered from here on
    counts = []
    for email in ("alice@example.net", "nobody@example.net"):
        with CaptureQueriesContext(connection) as asked:
            ask(client, email)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_mailed_link_sets_a_new_password_once(client, alice, on_commit):
    with on_commit():
        ask(client, "alice@example.net")
    link = link_in(letters("shop/password-reset")[0], "reset")
    client.get(link)
    alice.refresh_from_db()
    assert alice.check_password("a long enough secret")

    answer = client.post(link, {"new_password": CHOSEN})
    assert answer["Location"] == "/accounts/sign-in/?said=reset"
    alice.refresh_from_db()
    assert alice.check_password(CHOSEN)
    assert alice.email_proven_at
    assert len(letters("shop/password-changed")) == 1
    assert client.post(link, {"new_password": OTHER}).status_code == 410


def test_a_poor_new_password_leaves_the_link_working(client, alice, at):
    tasks.answer_reset(str(alice.pk), timezone.now().isoformat())
    link = link_in(letters("shop/password-reset")[0], "reset")
    assert client.post(link, {"new_password": "short"}).status_code == 200
    assert client.post(link, {"new_password": CHOSEN}).status_code == 303


def test_a_reset_link_ends_after_an_hour(client, alice):
    asked = timezone.now() - timedelta(minutes=60)
    passwords.answer_reset(person_id=str(alice.pk), at=asked)
    link = link_in(letters("shop/password-reset")[0], "reset")
    assert client.get(link).status_code == 410


def test_a_new_password_ends_the_sessions_of_the_old_one(client, alice):
    client.force_login(alice)
    assert client.get("/accounts/").status_code == 200
    passwords.change(person=Person.objects.get(), password=CHOSEN, at=timezone.now())
    assert client.get("/accounts/").status_code == 302


def test_a_guest_gets_a_useful_letter(client, order):
    passwords.answer_reset(person_id=str(order.person_id), at=timezone.now())
    letter = letters("shop/password-none")[0]
    with purposes.using(Purpose.OFFICIAL_NOTICE):
        text = letter.content.text
    assert order.number in text
    assert order.page in text
    link = link_in(letter, "reset")
    client.post(link, {"new_password": CHOSEN})
    order.person.refresh_from_db()
    assert order.person.check_password(CHOSEN)
    assert order.person.email_proven_at
    assert not letters("shop/password-changed")


@pytest.mark.parametrize("who", ["nobody", "no orders", "erased"])
def test_nobody_else_gets_a_letter(bob, who):
    if who == "erased":
        bob.is_active = False
        bob.set_password(OTHER)
        bob.save()
    asked = "019365f0-0000-7000-8000-000000000000" if who == "nobody" else str(bob.pk)
    passwords.answer_reset(person_id=asked, at=timezone.now())
    assert not Letter.objects.exists()
    assert not ResetLink.objects.exists()


def test_reset_letters_are_limited(client, alice):
    for _ in range(limits.RESET.tries):
        assert ask(client, "alice@example.net").status_code == 200
    assert ask(client, "ALICE@example.net").status_code == 429


def test_changing_asks_for_the_password_and_tells_by_letter(client, alice):
    client.force_login(alice)
    wrong = client.post(
        "/accounts/password/", {"password": OTHER, "new_password": CHOSEN}
    )
    assert "That is not your password" in text_of(wrong)
    right = {"password": "a long enough secret", "new_password": CHOSEN}
    answer = client.post("/accounts/password/", right)
    assert answer["Location"] == "/accounts/?said=changed"
    assert "Your password is changed." in text_of(client.get(answer["Location"]))
    assert len(letters("shop/password-changed")) == 1


def test_changing_is_for_whoever_is_signed_in(client, alice):
    assert client.get("/accounts/password/").status_code == 302
    client.force_login(alice)
    for _ in range(limits.CHANGE.tries):
        client.post("/accounts/password/", {"password": OTHER})
    assert client.post("/accounts/password/", {"password": OTHER}).status_code == 429


def test_links_that_ran_out_are_swept(client, alice, order):
    passwords.choose(person=order.person, password=CHOSEN, at=timezone.now())
    now = timezone.now()
    passwords.answer_reset(person_id=str(alice.pk), at=now)
    passwords.answer_reset(person_id=str(alice.pk), at=now - timedelta(hours=2))
    PendingPassword.objects.update(expires_at=now)
    tasks.delete_expired_links()
    assert not PendingPassword.objects.exists()
    assert ResetLink.objects.count() == 1


def test_of_two_at_once_only_one_uses_the_link(alice):
    at = timezone.now()
    passwords.answer_reset(person_id=str(alice.pk), at=at)
    link = ResetLink.objects.get()
    ResetLink.objects.filter(pk=link.pk).delete()
    with pytest.raises(passwords.LinkOver):
        passwords._settle(link, "hash", at=at)
    alice.refresh_from_db()
    assert alice.check_password("a long enough secret")
