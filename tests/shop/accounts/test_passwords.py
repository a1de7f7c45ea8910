"""Passwords: chosen after the sale, proven by mail, reset, changed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from privacy import purposes
from shop.accounts import limits
from shop.accounts.models import PendingPassword
from tests.shop.customer import Customer, text_of
from tests.shop.post import letters, link_in

CHOSEN = "four grey herons wade"
OTHER = "five black swans dive"


def choose(client, order, password=CHOSEN):
    return client.post(f"{order.page}password/", {"new_password": password})


def chosen_link(client, order):
    choose(client, order)
    return link_in(letters("shop/password-prove")[-1], "password")


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


def test_neither_kind_of_link_opens_the_other_page(client, order):
    link = chosen_link(client, order)
    assert client.get(link.replace("/password/", "/reset/")).status_code == 410


def test_no_token_is_stored(client, order):
    link = chosen_link(client, order)
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in PendingPassword.objects.get().token_digest
    assert PendingPassword.objects.opened_by(token, at=timezone.now()).exists()


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
