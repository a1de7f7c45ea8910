"""Passwords: chosen after the sale, proven by mail, reset, changed."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.models import Order
from privacy import purposes
from privacy.models import Letter, Person
from privacy.purposes import Purpose
from shop.accounts import limits, passwords, tasks
from shop.accounts.models import PendingPassword, ResetLink
from tests.shop.customer import Customer

CHOSEN = "four grey herons wade"
OTHER = "five black swans dive"


@pytest.fixture
def order(client, pen):
    """An order by a guest, in the browser that the guest still has."""
    client.add("pen")
    client.fill()
    page = client.order()["Location"]
    placed = Order.objects.select_related("person").get()
    placed.page = page
    return placed


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks, settings):
    """Do what waits for the commit, and the worker's part at once."""
    from shop.celery import app

    app.conf.task_always_eager = True
    yield lambda: django_capture_on_commit_callbacks(execute=True)
    app.conf.task_always_eager = False


@pytest.fixture
def memory_cache(settings):
    """Counters that ask no database, so that only the rest is counted."""
    locmem = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": locmem}}


def text_of(response):
    return " ".join(response.content.decode().split())


def letters(template):
    return list(Letter.objects.filter(template=template))


def link_in(letter, path):
    with purposes.using(Purpose.OFFICIAL_NOTICE):
        return re.search(rf"/accounts/{path}/[\w-]+/", letter.content.text)[0]


def choose(client, order, password=CHOSEN):
    return client.post(f"{order.page}password/", {"new_password": password})


def chosen_link(client, order):
    choose(client, order)
    return link_in(letters("shop/password-prove")[-1], "password")


# --- Choosing, after the sale ---------------------------------------------------


def test_the_offer_stands_on_the_order_page_and_nowhere_before(client, order):
    page = client.get(order.page)
    assert "Choose this password" in text_of(page)
    assert 'autocomplete="new-password"' in text_of(page)


def test_a_stranger_with_the_link_gets_no_cookie_from_the_page(order):
    assert not Customer().get(order.page).cookies


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "Enter a password"),
        ("short", "Password must have 12 characters or more"),
        ("q1w2e3r4t5y6", "That password is on lists of stolen passwords"),
        ("x" * 300, "Password must be 256 characters or fewer. Yours has 300"),
    ],
)
def test_a_poor_password_is_refused_and_never_shown(client, order, password, sentence):
    page = choose(client, order, password)
    assert page.status_code == 200
    assert sentence in text_of(page)
    assert not password or password not in text_of(page)
    assert not PendingPassword.objects.exists()


def test_a_chosen_password_opens_nothing_until_it_is_proven(client, order):
    answer = choose(client, order)
    assert answer["Location"] == f"{order.page}?password=asked"
    assert "We sent a letter" in text_of(client.get(answer["Location"]))
    order.person.refresh_from_db()
    assert not order.person.has_account
    refused = client.post(
        "/accounts/sign-in/", {"email": "maya@example.net", "password": CHOSEN}
    )
    assert refused.status_code == 200


def test_the_waiting_password_is_sealed(client, order):
    choose(client, order)
    with pytest.raises(purposes.PurposeRefused):
        _ = PendingPassword.objects.get().password


def test_looking_at_the_link_changes_nothing(client, order):
    link = chosen_link(client, order)
    for _ in range(2):
        assert client.get(link).status_code == 200
    order.person.refresh_from_db()
    assert not order.person.has_account
    assert PendingPassword.objects.count() == 1


def test_the_reader_of_the_mail_turns_it_on_with_the_same_password(client, order):
    link = chosen_link(client, order)
    answer = client.post(link, {"password": CHOSEN})
    assert answer["Location"] == "/accounts/"
    order.person.refresh_from_db()
    assert order.person.check_password(CHOSEN)
    assert order.person.email_proven_at
    assert order.number in text_of(client.get("/accounts/"))
    assert not PendingPassword.objects.exists()


def test_a_strangers_password_does_not_work_for_the_owner_of_the_address(client, order):
    # A stranger ordered under the address and chose a password; the owner of the
    # mail follows the link and can't be made to turn the stranger's password on.
    link = chosen_link(client, order)
    page = Customer().post(link, {"password": OTHER})
    assert page.status_code == 200
    assert "That is not the password that was chosen." in text_of(page)
    order.person.refresh_from_db()
    assert not order.person.has_account
    assert order.person.email_proven_at is None


def test_the_link_works_once_and_not_after_a_day(client, order, monkeypatch):
    link = chosen_link(client, order)
    later = timezone.now() + timedelta(hours=24)
    with monkeypatch.context() as patched:
        patched.setattr("django.utils.timezone.now", lambda: later)
        assert client.get(link).status_code == 410
    client.post(link, {"password": CHOSEN})
    again = Customer().get(link)
    assert again.status_code == 410
    assert "This link was used or ran out" in text_of(again)


def test_guessing_at_the_link_is_limited(client, order):
    link = chosen_link(client, order)
    for _ in range(limits.PROVE.tries):
        client.post(link, {"password": OTHER})
    assert client.post(link, {"password": CHOSEN}).status_code == 429


def test_whoever_has_a_password_gets_another_letter_and_the_same_page(client, order):
    first = choose(client, order)
    order.person.set_password(OTHER)
    order.person.save()
    second = choose(client, order)
    assert second["Location"] == first["Location"]
    assert len(letters("shop/password-known")) == 1
    order.person.refresh_from_db()
    assert order.person.check_password(OTHER)


def test_an_older_link_is_dead_once_there_is_a_password(client, order):
    link = chosen_link(client, order)
    order.person.set_password(OTHER)
    order.person.save()
    assert client.post(link, {"password": CHOSEN}).status_code == 410


def test_the_work_is_the_same_for_known_and_unknown(client, order, memory_cache):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            choose(client, order)
        counts.append(len(asked))
        order.person.set_password(OTHER)
        order.person.save()
    assert counts[0] == counts[1]


def test_letters_to_one_address_are_limited(client, order):
    for _ in range(limits.CHOOSE.tries):
        choose(client, order)
    assert choose(client, order).status_code == 429
    assert len(letters("shop/password-prove")) == limits.CHOOSE.tries


def test_another_site_chooses_no_password(order):
    answer = choose(Customer(same_origin=False), order)
    assert answer.status_code == 403
    assert not PendingPassword.objects.exists()


def test_whoever_is_signed_in_is_offered_none(client, order, alice):
    client.force_login(alice)
    assert "Choose this password" not in text_of(client.get(order.page))


def test_no_order_no_offer(client, db):
    wrong = "/orders/doesnotexist/"
    assert client.get(wrong).status_code == 404
    assert client.post(f"{wrong}password/", {"new_password": CHOSEN}).status_code == 404


# --- Reset ----------------------------------------------------------------------


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


def test_neither_kind_of_link_opens_the_other_page(client, order):
    link = chosen_link(client, order)
    assert client.get(link.replace("/password/", "/reset/")).status_code == 410


def test_no_token_is_stored(client, order):
    link = chosen_link(client, order)
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in PendingPassword.objects.get().token_digest
    assert PendingPassword.objects.opened_by(token, at=timezone.now()).exists()


# --- Change, and the sweep --------------------------------------------------------


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
    choose(client, order)
    now = timezone.now()
    passwords.answer_reset(person_id=str(alice.pk), at=now)
    passwords.answer_reset(person_id=str(alice.pk), at=now - timedelta(hours=2))
    PendingPassword.objects.update(expires_at=now)
    tasks.delete_expired_links()
    assert not PendingPassword.objects.exists()
    assert ResetLink.objects.count() == 1


def test_letters_about_passwords_go_by_mail_and_hold_no_secret(
    client, order, on_commit
):
    with on_commit():
        choose(client, order)
    sent = [each for each in mail.outbox if "password" in each.subject.lower()]
    assert len(sent) == 1
    whole = sent[0].message().as_string()
    assert CHOSEN not in whole
    assert "<img" not in whole
