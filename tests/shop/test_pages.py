"""Pages of the whole site: what we hold, contact, health, and refusals."""

from __future__ import annotations

import html

import pytest
from django.db import DatabaseError, connections
from django.test import Client

from privacy import declarations
from privacy.people import Person
from privacy.purposes import Purpose
from shop.policy import values as policy


def text(response):
    """Return the page as text."""
    return response.content.decode()


def test_every_declared_value_stands_on_the_page(client):
    page = text(client.get("/privacy/"))
    for part in policy.parts():
        assert part.about in page
    shown = [entry.why for part in policy.parts() for entry in part.entries]
    for entry in declarations.of(Person).personal.values():
        assert entry.why in shown


def test_each_value_and_each_purpose_says_what_it_is_for(client):
    page = text(client.get("/privacy/"))
    for part in policy.parts():
        for entry in part.entries:
            assert f"Used only {', '.join(entry.what_for)}." in page
    for purpose in Purpose:
        assert html.escape(purpose.policy) in page
        assert html.escape(purpose.legal_basis) in page


def test_the_person_comes_first():
    assert policy.parts()[0].about == "You"


def test_the_carrier_and_what_it_would_get_are_named(client):
    page = text(client.get("/privacy/"))
    assert "Goes to Northbound Parcels, only if you agree in writing" in page


def test_the_shop_can_be_reached(client, settings):
    assert settings.SHOP_EMAIL in text(client.get("/contact/"))


def test_it_says_that_it_is_alive_and_ready(client, monkeypatch):
    assert text(client.get("/healthz")) == "ok\n"
    assert text(client.get("/readyz")) == "ready\n"

    def down():
        raise DatabaseError

    monkeypatch.setattr(connections["vault"], "cursor", down)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert text(client.get("/healthz")) == "ok\n"


def test_a_form_of_another_site_is_refused_in_plain_words(db):
    strict = Client(enforce_csrf_checks=True)
    form = "application/x-www-form-urlencoded"
    answer = strict.post("/accounts/sign-out/", "x=y", content_type=form)
    assert answer.status_code == 403
    assert "<h1>" in text(answer)


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/json", "text/plain", "x"]
)
def test_only_plain_forms_are_read(client, kind):
    answer = client.post("/basket/add/", b"--x--", content_type=kind)
    assert answer.status_code == 415
    assert "take no files" in text(answer)


def test_a_body_without_a_type_or_of_a_wrong_length_is_no_error(client):
    answer = client.generic("POST", "/basket/add/", b"", content_type="")
    assert answer.status_code < 500
    answer = client.generic("POST", "/contact/", b"", CONTENT_LENGTH="many")
    assert answer.status_code < 500


def test_a_huge_body_is_refused_before_it_is_read(client):
    answer = client.generic(
        "POST", "/basket/add/", b"x", CONTENT_LENGTH=str(10 * 1024 * 1024)
    )
    assert answer.status_code == 413
    assert "too much" in text(answer)


def test_pages_carry_a_strict_policy(client):
    said = client.get("/contact/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in said
    assert "unsafe" not in said
    assert "require-trusted-types-for 'script'" in said


def test_the_staff_pages_carry_one_too_and_need_a_login(client, staff):
    answer = client.get("/staff/login/")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client.get("/staff/").status_code == 302
    client.force_login(staff)
    page = client.get("/staff/")
    said = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in said
    assert "trusted-types" not in said
    assert "staff@example.net" not in text(page)
    assert "Sam" not in text(page)
