"""Who gets in: a fresh sign-in, or a code of this hour in this browser; nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from privacy.models import Case
from shop.accounts import fresh, limits
from tests.shop.customer import Customer, text_of
from tests.shop.your_data.conftest import SECRET

UNDER = ("correct/name/", "correct/email/", "copy/", "clear/", "erase/")


def later(monkeypatch, **how):
    moment = timezone.now() + timedelta(**how)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def test_a_stranger_is_told_two_ways_in(client):
    answer = client.get("/your-data/")
    page = text_of(answer)
    assert 'href="/accounts/sign-in/?next=/your-data/"' in page
    assert 'href="/contact/see/"' in page
    assert "Follow a request" in page
    assert not answer.cookies
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("under", UNDER)
def test_a_stranger_gets_no_further(client, order, under):
    for answer in (
        client.get(f"/your-data/{under}"),
        client.post(f"/your-data/{under}"),
    ):
        assert answer.status_code == 303
        assert answer["Location"] == "/your-data/"
    assert not Case.objects.exists()


def test_a_fresh_sign_in_opens_everything(client, maya):
    client.post("/accounts/sign-in/", {"email": "maya@example.net", "password": SECRET})
    page = text_of(client.get("/your-data/"))
    assert "maya@example.net" in page
    assert "7 Hawthorn Bank" in page


def test_after_a_quarter_of_an_hour_the_password_is_asked_again(signed_in, monkeypatch):
    later(monkeypatch, minutes=16)
    page = text_of(signed_in.get("/your-data/"))
    assert "Your password again" in page
    assert "maya@example.net" not in page
    wrong = signed_in.post("/your-data/again/", {"password": "not this one"})
    assert "That is not your password" in text_of(wrong)
    assert "Enter a password" in text_of(signed_in.post("/your-data/again/", {}))
    answer = signed_in.post("/your-data/again/", {"password": SECRET})
    assert answer["Location"] == "/your-data/"
    assert "maya@example.net" in text_of(signed_in.get("/your-data/"))


def test_guessing_the_password_again_is_limited(signed_in, at, monkeypatch):
    for _ in range(limits.CHANGE.tries):
        signed_in.post("/your-data/again/", {"password": "not this one"})
    answer = signed_in.post("/your-data/again/", {"password": SECRET})
    assert answer.status_code == 429


def test_nobody_types_a_password_again_who_is_not_signed_in(client):
    answer = client.post("/your-data/again/", {"password": SECRET})
    assert answer["Location"] == "/your-data/"


def test_an_address_that_nobody_proved_opens_nothing(signed_in, maya):
    maya.email_proven_at = None
    maya.save()
    page = text_of(signed_in.get("/your-data/"))
    assert "Nobody has proven the address" in page
    assert "7 Hawthorn Bank" not in page


def test_a_session_from_before_tells_no_time_and_opens_nothing(signed_in):
    session = signed_in.session
    del session[fresh.SESSION_KEY]
    session.save()
    assert "Your password again" in text_of(signed_in.get("/your-data/"))


def test_a_guest_gets_in_by_a_code_for_an_hour(guest, monkeypatch):
    page = text_of(guest.get(guest.own))
    assert "7 Hawthorn Bank" in page
    for under in UNDER:
        assert guest.get(f"{guest.own}{under}").status_code == 200
    later(monkeypatch, minutes=61)
    for under in ("", *UNDER):
        assert guest.get(f"{guest.own}{under}").status_code == 410


@pytest.mark.parametrize("under", ["", *UNDER])
def test_the_guests_link_opens_nothing_in_another_browser(guest, under):
    stranger = Customer()
    for answer in (
        stranger.get(f"{guest.own}{under}"),
        stranger.post(f"{guest.own}{under}", {"name": "Mallory"}),
    ):
        assert answer.status_code in {405, 410}
        assert "Hawthorn" not in text_of(answer)


def test_another_site_can_send_nothing(signed_in):
    for under in UNDER:
        answer = signed_in.post(
            f"/your-data/{under}", {}, headers={"sec-fetch-site": "cross-site"}
        )
        assert answer.status_code == 403
    assert not Case.objects.exists()


def test_a_link_that_is_none_or_of_another_kind_opens_nothing(client, guest):
    assert client.get("/your-data/never-was-one/").status_code == 404
    Case.objects.update(kind="copy")
    assert guest.get(guest.own).status_code == 404


def test_before_the_code_the_link_leads_to_the_page_of_the_request(guest):
    Case.objects.update(state="awaiting_identity", closed_at=None)
    answer = guest.get(guest.own)
    assert answer["Location"] == guest.own.replace("/your-data/", "/cases/")
