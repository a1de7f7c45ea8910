"""With its settings for production the shop has A+ by the Observatory's rules."""

from __future__ import annotations

import runpy
from dataclasses import replace
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from django.test import Client

from shop import cookies
from shop.checkout import basket
from tests.proof import observatory, touring
from tests.proof.observatory import Scan, grade, modifiers

HOST = "testserver"
TOLD = ("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_", "COOKIE_", "CONTENT_SECURITY_")
TOLD += ("X_FRAME_OPTIONS", "STAFF_SECURITY_", "BEHIND_PROXY")


@pytest.fixture
def production(settings, monkeypatch):
    """What the shop's own settings tell browsers without DEMO."""
    monkeypatch.setenv("DEMO", "0")
    found = runpy.run_path(settings.BASE_DIR / "shop" / "settings.py")
    for name, value in found.items():
        if name.startswith(TOLD):
            setattr(settings, name, value)
    return settings


def scan(client, path):
    """Look at a page as the Observatory does."""
    answer = client.get(path, secure=True, headers={"origin": "https://evil.example"})
    plain = client.get(path)
    return Scan(
        host=HOST,
        headers=dict(answer.headers),
        body=answer.content.decode(),
        cookies=SimpleCookie(answer.cookies.output(header="", sep=";")),
        plain_leads_to=plain.headers.get("Location", f"http://{HOST}{path}"),
        cors=dict(answer.headers) | {"Origin": "https://evil.example"},
    )


PAGES = ("/", "/search/?q=paper", "/privacy/", "/accounts/sign-in/", "/staff/login/")
NO_PAGES = ("/nothing-here/", "/a/../b", "/staff/")


def test_each_kind_of_page_has_a_plus(production, demo):
    for path in PAGES:
        seen = scan(Client(), path)
        assert grade(seen)[1] == "A+", (path, modifiers(seen))
        assert min(modifiers(seen).values()) == 0, (path, modifiers(seen))
        assert grade(seen)[0] >= 145, (path, modifiers(seen))


def test_what_is_not_found_or_turned_away_says_the_same(production, demo):
    for path in NO_PAGES:
        seen = scan(Client(), path)
        # The door answers before anything leads on to TLS.
        seen = replace(seen, plain_leads_to=None)
        assert min(modifiers(seen).values()) == 0, (path, modifiers(seen))


def test_every_cookie_is_for_this_host_alone(production, demo, alice, monkeypatch):
    named = replace(cookies.BASKET, name=f"{production.COOKIE_PREFIX}basket")
    monkeypatch.setattr(cookies, "BASKET", named)
    monkeypatch.setattr(basket, "COOKIE", named.name)
    sku = touring.on_sale().first().variants.first().sku
    form = {"content_type": "application/x-www-form-urlencoded", "secure": True}
    client = Client(headers={"sec-fetch-site": "same-origin"})
    client.post("/basket/add/", f"sku={sku}&quantity=1", **form)
    client.get("/staff/login/", secure=True)
    known = urlencode(
        {"email": "alice@example.net", "password": "a long enough secret"}
    )
    client.post("/accounts/sign-in/", known, **form)
    assert {*client.cookies} == {"__Host-basket", "__Host-csrf", "__Host-session"}
    for cookie in client.cookies.values():
        assert (cookie["path"], cookie["domain"]) == ("/", ""), cookie.key
        assert cookie["secure"], cookie.key
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] in {"Lax", "Strict"}, cookie.key


GOOD = Scan(
    host="shop.example.net",
    headers={
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    },
)


def worse(header, value):
    return replace(GOOD, headers=GOOD.headers | {header: value})


def with_cookie(text):
    return replace(GOOD, cookies=SimpleCookie(text))


def with_script(tag):
    return replace(GOOD, body=f"<script {tag}></script>")


POLICY = "Content-Security-Policy"
BAD = [
    ("content_security_policy", -25, worse(POLICY, "")),
    ("content_security_policy", -25, worse(POLICY, "default-src x; default-src y")),
    ("content_security_policy", -25, worse(POLICY, "script-src 'strict-dynamic'")),
    ("content_security_policy", -20, worse(POLICY, "script-src 'unsafe-inline'")),
    ("content_security_policy", -20, worse(POLICY, "img-src 'self'")),
    ("content_security_policy", -20, worse(POLICY, "default-src http://a.example")),
    ("content_security_policy", -10, worse(POLICY, "default-src 'self' 'unsafe-eval'")),
    (
        "content_security_policy",
        0,
        worse(POLICY, "default-src 'self'; style-src data:"),
    ),
    ("content_security_policy", 5, worse(POLICY, "default-src 'self'")),
    ("cookies", 5, with_cookie("session=1; Secure; HttpOnly; SameSite=Lax")),
    ("cookies", 0, with_cookie("session=1; Secure; HttpOnly")),
    ("cookies", -10, with_cookie("session=1; HttpOnly; SameSite=Lax")),
    ("cookies", -30, with_cookie("session=1; Secure; SameSite=Lax")),
    ("cookies", -20, with_cookie("csrf=1; Secure")),
    ("cookies", -5, with_cookie("basket=1; SameSite=Lax")),
    ("redirection", -20, replace(GOOD, plain_leads_to="http://shop.example.net/")),
    ("redirection", -5, replace(GOOD, plain_leads_to="https://www.example.net/")),
    ("referrer_policy", -5, worse("Referrer-Policy", "unsafe-url")),
    ("strict_transport_security", -10, worse("Strict-Transport-Security", "max-age=9")),
    ("strict_transport_security", -20, worse("Strict-Transport-Security", "preload")),
    ("subresource_integrity", 5, with_script("src=/a.js integrity=sha384-x")),
    ("subresource_integrity", -5, with_script("src=https://cdn.example/a.js")),
    ("subresource_integrity", -50, with_script("src=//cdn.example/a.js")),
    ("x_content_type_options", -5, worse("X-Content-Type-Options", "")),
    ("x_frame_options", -20, worse(POLICY, "default-src 'none'")),
    ("cross_origin_opener_policy", -5, worse("Cross-Origin-Opener-Policy", "x")),
]


@pytest.mark.parametrize(("test", "points", "seen"), BAD)
def test_the_rules_see_what_is_wrong(test, points, seen):
    assert modifiers(seen)[test] == points


def test_a_page_that_says_nothing_fails_and_a_plain_good_one_does_not():
    assert grade(Scan(HOST, headers={}))[1] == "D"
    assert grade(GOOD) == (120, "A+")
    assert grade(worse("Referrer-Policy", "unsafe-url")) == (110, "A+")
    assert grade(worse(POLICY, "default-src *"))[1] == "C+"


def test_the_rules_are_the_twelve_of_the_observatory():
    assert len(observatory.TESTS) == 12
