"""Each rule turns away what it names, in plain words, and lets what is like it pass."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from shop.firewall import rules
from shop.firewall.addresses import LONGEST
from shop.firewall.rules import RULES


def raw(path):
    """Return a path as a web server hands it over: bytes written in Latin-1."""
    return path.encode("utf-8", "surrogatepass").decode("latin-1")


def fields(count):
    return {f"HTTP_X_{number}": "x" for number in range(count)}


BROKEN = [
    *(
        (rules.METHOD, each, "/", {})
        for each in ("TRACE", "PUT", "OPTIONS", "PROPFIND")
    ),
    *(
        (rules.HOST, "GET", "/", {"HTTP_HOST": host})
        for host in (
            *("evil.example.net", "testserver.evil.example.net", "testserver@evil"),
            *("testserver,evil.example.net", "testserver:80:80", "test server"),
            *("testserver/..", "[::1", "testserver\\@evil", "ⓣestserver", "127.0.0.2"),
        )
    ),
    (rules.TARGET, "GET", "//evil.example.net/", {}),
    (rules.TARGET, "GET", "/\\evil.example.net/", {}),
    (rules.TARGET, "GET", "/", {"RAW_URI": "http://evil.example.net/"}),
    (rules.TARGET, "GET", "/", {"RAW_URI": "testserver:443"}),
    (rules.LENGTH, "GET", "/" + "a" * LONGEST, {}),
    (rules.LENGTH, "GET", "/", {"QUERY_STRING": "q=" + "a" * LONGEST}),
    (rules.HEAD, "GET", "/", {"HTTP_COOKIE": "a=" + "b" * 8_190}),
    (rules.HEAD, "GET", "/", fields(130)),
    *(
        (rules.CONTROL, "GET", path, {})
        for path in (
            "/a\0.html",
            "/a\r\nSet-Cookie: a=b",
            "/a\tb",
            "/\x7f",
            "/a\x1b[2J",
        )
    ),
    (rules.BACKSLASH, "GET", "/products/..\\..\\x", {}),
    *(
        (rules.DOTS, "GET", path, {})
        for path in (
            "/../etc/passwd",
            "/static/../../x",
            "/a/./b",
            "/a/..",
            "/..;/staff/",
        )
    ),
    *(
        (rules.TWICE, "GET", path, {})
        for path in ("/%2e%2e/x", "/products/%2Fx", "/a%00", "/%c0%ae%c0%ae/")
    ),
    *(
        (rules.TWICE, "GET", path, {})
        for path in (
            "/\xc0\xae\xc0\xae/",
            "/\xe0\x80\xaf",
            "/\xff",
            "/\xed\xa0\x80",
            "/caf\xe9",
        )
    ),
    (rules.FRAMING, "POST", "/", {"HTTP_TRANSFER_ENCODING": "chunked"}),
    *(
        (rules.FRAMING, "POST", "/", {"CONTENT_LENGTH": length})
        for length in ("many", "-1", "+5", "1_0", "0x10", "５", "5, 5")
    ),
]
FINE = [
    ("GET", "/", {}),
    ("HEAD", "/search/", {"QUERY_STRING": "q=100%25%20cotton&min=%2e%2e%2f"}),
    ("GET", "/", {"HTTP_HOST": "testserver:8000"}),
    ("GET", "/", {"HTTP_HOST": "TESTSERVER"}),
    ("GET", "/.well-known/security.txt", {"RAW_URI": "/.well-known/security.txt"}),
    ("GET", "/products/a..b/", {}),
    ("GET", "/products/...html", {}),
    ("GET", "/products/100%-cotton/", {}),
    ("GET", raw("/products/papier-à-lettres/"), {}),
    ("GET", raw("/products/封筒/"), {}),
    ("GET", raw("/products/ظرف/"), {}),
    ("GET", raw("/products/nbsp\xa0here/"), {}),
    ("GET", "/products/it's(really)!*,;:@&=+$~x/", {}),
    ("GET", "/search/", {"QUERY_STRING": "q=a%0D%0Ab%00c"}),
    ("GET", "/", {"HTTP_COOKIE": "basket=" + "b" * 4_000}),
    ("GET", "/", fields(60)),
    ("POST", "/", {"CONTENT_LENGTH": "0"}),
    ("POST", "/", {"CONTENT_LENGTH": ""}),
    ("POST", "/", {"CONTENT_LENGTH": "4096"}),
]


@pytest.mark.parametrize(("rule", "method", "path", "more"), BROKEN)
def test_what_a_rule_names_is_turned_away(door, counted, rule, method, path, more):
    answer = door(method, path, **more)
    assert answer.status_code == rule.status
    assert counted() == {rule.key: 1}
    assert f"<h1>{rule.title}</h1>" in answer.content.decode()


@pytest.mark.parametrize(("method", "path", "more"), FINE)
def test_what_is_like_it_passes(door, counted, method, path, more):
    assert door(method, path, **more).content == b"yes"
    assert counted() == {}


def test_every_rule_of_an_address_or_a_head_is_tried_here():
    asked = {rule.key for rule, *_ in BROKEN}
    elsewhere = {"staff-network", "calls", "leaving", "slow", "server"}
    counted_only = {rule.key for rule in rules.BY_STATUS.values()} - {"method"}
    assert {rule.key for rule in RULES} == asked | elsewhere | counted_only


def test_each_rule_has_a_name_and_words_of_its_own():
    assert len({rule.key for rule in RULES}) == len(RULES)
    assert len({rule.turns_away for rule in RULES}) == len(RULES)
    assert all(len(rule.key) <= 20 for rule in RULES)


def test_nothing_of_the_request_stands_in_the_answer(door):
    answer = door("GET", "/maya@example.net/..", QUERY_STRING="q=maya")
    assert "maya" not in answer.content.decode() + str(answer.headers)


def test_an_answer_to_an_unknown_method_says_which_are_known(door):
    assert door("PUT").headers["Allow"] == "GET, HEAD, POST"


def test_what_is_turned_away_goes_out_with_all_headers(door, client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    refused = set(door("GET", "/..").headers)
    page = set(client.get("/contact/", secure=True).headers)
    assert page - refused <= {"Content-Length", "Vary", "Expires", "Content-Language"}
    assert "Strict-Transport-Security" in refused


@pytest.mark.parametrize("status", sorted(rules.BY_STATUS))
def test_what_the_program_turns_away_is_counted_too(door, counted, status):
    answer = door(page=HttpResponse("no", status=status))
    assert answer.content == b"no"
    assert counted() == {rules.BY_STATUS[status].key: 1}


@pytest.mark.parametrize("status", [200, 304, 404, 410, 422, 500, 503])
def test_other_answers_are_not(door, counted, status):
    assert door(page=HttpResponse(status=status)).status_code == status
    assert counted() == {}
