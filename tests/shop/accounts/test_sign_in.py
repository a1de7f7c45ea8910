"""Signing in and out: what is said, what is counted, what is kept."""

from datetime import timedelta

import pytest
from django.contrib.auth import hashers

from privacy import tries
from privacy.models import Person
from shop.accounts import limits
from shop.checkout.models import Draft
from tests.shop.customer import Customer, text_of

SECRET = "a long enough secret"
SAME = "The email or password is not right."


def sign_in(client, email="alice@example.net", password=SECRET, **more):
    return client.post(
        "/accounts/sign-in/", {"email": email, "password": password, **more}
    )


def test_the_page_sets_no_cookie(client):
    page = client.get("/accounts/sign-in/")
    assert page.status_code == 200
    assert not page.cookies
    assert 'autocomplete="username"' in text_of(page)
    assert 'autocomplete="current-password"' in text_of(page)


def test_a_customer_signs_in_and_out(client, alice):
    answer = sign_in(client)
    assert answer.status_code == 303
    assert answer["Location"] == "/accounts/"
    assert client.get("/accounts/").status_code == 200
    client.post("/accounts/sign-out/")
    assert client.get("/accounts/")["Location"].startswith("/accounts/sign-in/?next=")


def test_case_and_spaces_of_the_address_do_not_matter(client, alice):
    assert sign_in(client, email="  ALICE@Example.NET ").status_code == 303


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("alice@example.net", "a wrong long secret"),
        ("nobody@example.net", SECRET),
        ("bob@example.net", SECRET),
        ("gone@example.net", SECRET),
    ],
)
def test_every_failure_reads_the_same(client, alice, bob, email, password):
    Person.objects.create_user("gone@example.net", SECRET, is_active=False)
    page = sign_in(client, email=email, password=password)
    assert page.status_code == 200
    assert SAME in text_of(page)
    assert f'value="{email}"' in text_of(page)
    assert password not in page.content.decode()
    assert not page.cookies


@pytest.mark.parametrize(
    "email", ["alice@example.net", "nobody@example.net", "bob@example.net"]
)
def test_every_failure_costs_one_hash(client, alice, bob, email, monkeypatch):
    worked = []
    hasher = type(hashers.get_hasher())
    for name in ("encode", "verify"):
        before = getattr(hasher, name)
        monkeypatch.setattr(
            hasher,
            name,
            lambda *args, _before=before, _name=name, **kw: (
                worked.append(_name),
                _before(*args, **kw),
            )[1],
        )
    sign_in(client, email=email, password="a wrong long secret")
    # A hasher verifies by encoding again, so one check is two calls.
    assert worked.count("encode") == 1


def test_only_our_own_page_may_sign_somebody_in(alice):
    answer = sign_in(Customer(same_origin=False))
    assert answer.status_code == 403
    assert not answer.cookies


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example.net/",
        "//elsewhere.example.net/",
        "/\\elsewhere.example.net/",
        "javascript:alert(1)",
        "elsewhere",
        "\0",
        "http:///elsewhere.example.net",
    ],
)
def test_next_leads_nowhere_else(client, alice, elsewhere):
    assert (
        elsewhere
        not in client.get("/accounts/sign-in/", {"next": elsewhere}).content.decode()
    )
    assert sign_in(client, next=elsewhere)["Location"] == "/accounts/"


def test_next_leads_back_to_a_page_of_ours(client, alice):
    page = client.get("/accounts/sign-in/", {"next": "/checkout/details/"})
    assert 'value="/checkout/details/"' in text_of(page)
    answer = sign_in(client, next="/checkout/details/")
    assert answer["Location"] == "/checkout/details/"


def test_whoever_is_signed_in_needs_no_form(client, alice):
    sign_in(client)
    assert client.get("/accounts/sign-in/")["Location"] == "/accounts/"


def test_signing_in_keeps_basket_and_draft_and_changes_the_session(client, alice, pen):
    client.add("pen")
    client.details()
    before = client.cookies["session"].value
    draft = client.session["draft"]
    sign_in(client, next="/checkout/details/")
    assert client.cookies["session"].value != before
    assert client.session["draft"] == draft
    page = text_of(client.get("/checkout/details/"))
    assert "Maya Okafor" in page
    assert "Shore fountain pen" in page


def test_signing_out_leaves_no_draft_behind(client, alice, pen):
    sign_in(client)
    client.add("pen")
    client.details()
    client.post("/accounts/sign-out/")
    assert not Draft.objects.exists()
    assert not client.session.keys()


def test_signing_out_needs_a_form(client, alice):
    sign_in(client)
    assert client.get("/accounts/sign-out/").status_code == 405
    assert client.get("/accounts/").status_code == 200


def test_too_many_tries_are_told_until_when(client, alice):
    for _ in range(limits.SIGN_IN.tries):
        assert sign_in(client, password="wrong").status_code == 200
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "Too many tries" in text_of(answer)
    assert "Wait until " in text_of(answer)
    assert 0 < int(answer["Retry-After"]) <= 15 * 60
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_is_limited_the_same(client):
    for _ in range(limits.SIGN_IN.tries):
        sign_in(client, email="nobody@example.net")
    assert sign_in(client, email="NOBODY@example.net").status_code == 429


def test_one_customers_limit_is_not_anothers(client, alice, db):
    Person.objects.create_user("carol@example.net", SECRET)
    for _ in range(limits.SIGN_IN.tries + 1):
        sign_in(client, password="wrong")
    assert sign_in(client, email="carol@example.net").status_code == 303


def test_a_network_has_a_limit_of_its_own(client, alice, at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    for _ in range(limits.SIGN_IN_NETWORK.tries):
        limits.SIGN_IN_NETWORK.count("127.0.0.0/24", at=at)
    assert sign_in(client).status_code == 429


def test_signing_in_begins_the_count_again(client, alice, at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    for _ in range(limits.SIGN_IN.tries - 1):
        sign_in(client, password="wrong")
    sign_in(client)
    client.post("/accounts/sign-out/")
    for _ in range(limits.SIGN_IN.tries):
        assert sign_in(client, password="wrong").status_code == 200


def test_a_limit_ends_with_its_stretch_of_time(db, at):
    few = limits.Limit("few", tries=1, window=timedelta(minutes=15))
    few.count("a", at=at)
    with pytest.raises(limits.TooManyTries) as told:
        few.count("a", at=at)
    assert told.value.until > at
    few.count("a", at=told.value.until)


def test_no_counter_names_anybody(db, at, monkeypatch):
    kept = {}
    monkeypatch.setattr(tries.cache, "add", lambda key, *a, **k: kept.update({key: 1}))
    limits.SIGN_IN.count("alice@example.net", "192.0.2.0/24", at=at)
    assert kept
    assert not any("alice" in key or "192.0.2" in key for key in kept)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_a_network_is_told_and_not_a_machine(rf, address, network):
    assert limits.network(rf.get("/", REMOTE_ADDR=address)) == network
