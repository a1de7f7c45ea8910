"""Requests that no form of ours makes: bodies, charsets, cookies, headers, depth."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from privacy.letters import tasks
from privacy.letters.models import Letter
from tests import lasting
from tests.proof import buying, stocking, touring
from tests.proof.addresses_of_all import ENTRIES
from tests.proof.buying import Buyer
from tests.proof.strings import CODE, COMPUTED, HEADERS, LONG, MARKUP, UNSEEN
from tests.proof.walking import FORM, Visitor, through

REFUSED = {400, 403, 404, 405, 413, 415}
LARGE = 10 * 1024 * 1024
FILE = (
    b'--x\r\nContent-Disposition: form-data; name="email"; filename="../../a.php"\r\n'
    b"Content-Type: image/png\r\n\r\n\x89PNG\r\n--x--\r\n"
)
BODIES = {
    "10 MB form": (b"email=" + b"x" * LARGE, FORM),
    "10 MB of JSON": (b"[" * LARGE, "application/json"),
    "10 MB file": (
        FILE.replace(b"PNG", b"P" * LARGE),
        "multipart/form-data; boundary=x",
    ),
    "a file": (FILE, "multipart/form-data; boundary=x"),
    "multipart without boundary": (FILE, "multipart/form-data"),
    "JSON": (b'{"email": {"$ne": 1}}', "application/json"),
    "deep JSON": (b'{"a":' * 5000, "application/json"),
    "XML": (b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>', "application/xml"),
    "plain text": (b"email=x", "text/plain"),
    "no type": (b"email=x", ""),
    "nonsense type": (b"email=x", "\x7f/;;;=;charset"),
    "600 fields": (b"&".join(b"a%d=1" % n for n in range(600)), FORM),
    "UTF-16": ("email=x".encode("utf-16"), f"{FORM}; charset=utf-16"),
    "UTF-7": (b"email=+ADw-script+AD4-", f"{FORM}; charset=utf-7"),
}
KEPT = {
    "bad bytes": (b"email=\xff\xfe\xed\xa0\x80&name=%ff%00&=&&&;", FORM),
    "unknown charset": (b"email=x", f"{FORM}; charset=nonsense"),
    "one field 300 times": (b"&".join([b"email=x"] * 300), FORM),
    "deep names": (b"a" + b"[x]" * 2000 + b"=1", FORM),
    "empty": (b"", FORM),
}
FORMS = [name for name, entry in ENTRIES.items() if entry.form]
CHARSETS = ("hex", "rot13", "zlib", "idna", "punycode", "utf-7", "utf-16", "undefined")
COOKIES = (
    '"\\000aaaaaaaaaaaa"',
    '"\\012Set-Cookie: a=b"',
    "a" * 4000,
    "x:y:z",
    ".eJx:1:2",
    "\xff\xfe",
    "=;=;;",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
)


@pytest.fixture(scope="module")
def at_the_check(django_db_setup, django_db_blocker):
    """The cookies of somebody who is about to order, in a shop for all tests here."""
    with django_db_blocker.unblock(), lasting.taken_back():
        stocking.stock()
        client = Client()
        walk = Visitor(through(client))
        buying.fill_basket(walk, touring.product_path())
        buying.to_the_check(walk, touring.MEMBER)
        yield {name: each.value for name, each in client.cookies.items()}


@pytest.fixture
def demo(at_the_check, db):
    """That shop, which remembers no tries: what a test does in it is taken back."""
    cache.clear()


@pytest.fixture
def guest(demo, at_the_check, settings):
    dummy = "django.core.cache.backends.dummy.DummyCache"
    settings.CACHES = {"default": {"BACKEND": dummy}}
    client = Client(raise_request_exception=False)
    client.cookies.load(at_the_check)
    return client


def post(client, path, body, kind):
    return client.generic(
        "POST", path, body, content_type=kind, headers={"sec-fetch-site": "same-origin"}
    )


def paths():
    """Return the path of every form that a stranger gets to see."""
    members = ("shop:password-change", "shop:your-data", "shop:policy-seen")
    found = (ENTRIES[name].path for name in FORMS if not name.startswith(members))
    return [path.replace("{}", "never-was-one") for path in found]


def test_who_sends_all_this_is_about_to_order(guest):
    assert guest.get("/checkout/check/").status_code == 200


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_that_is_no_form_of_ours_is_refused_in_plain_words(guest, kind):
    for path in paths():
        answer = post(guest, path, *BODIES[kind])
        assert answer.status_code in REFUSED, path
        assert b"<h1" in answer.content or answer.status_code == 405, path


@pytest.mark.parametrize("kind", KEPT)
def test_an_odd_form_is_answered_like_any_other(guest, kind):
    for path in paths():
        answer = post(guest, path, *KEPT[kind])
        assert answer.status_code in {200, 302, 303, 403, 404, 405, 410, 422}, path


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "TRACE"])
def test_no_charset_and_no_method_breaks_a_page(guest, charset, method):
    for path in ("/search/?q=%41%ff", "/checkout/details/?ended=%41", "/?x=%41"):
        answer = guest.generic(
            method, path, b"", content_type=f"text/plain; charset={charset}"
        )
        assert answer.status_code < 500, path


@pytest.mark.parametrize("name", ["basket", "session", "csrf", "messages", "x"])
@pytest.mark.parametrize("value", COOKIES)
def test_no_cookie_breaks_a_page(demo, name, value):
    client = Client(
        raise_request_exception=False, headers={"cookie": f"{name}={value}"}
    )
    for path in ("/", "/basket/", "/checkout/details/", "/accounts/", "/staff/"):
        assert client.get(path).status_code < 500, path
    assert client.post("/basket/remove/", {}, content_type=FORM).status_code < 500


@pytest.mark.parametrize("name", ["referer", "origin", "sec-fetch-site", "accept"])
@pytest.mark.parametrize("value", ["http://[", "x" * 5000, "\xff", "null", "//", "\\"])
def test_no_header_breaks_a_form(demo, name, value):
    client = Client(raise_request_exception=False, headers={name: value})
    for path in ("/basket/add/", "/accounts/sign-in/", "/accounts/reset/"):
        answer = client.generic("POST", path, "sku=x", content_type=FORM)
        assert answer.status_code in {403, 422}, path


@pytest.mark.parametrize(
    "text", [*MARKUP[:6], *CODE[:4], *HEADERS[:3], *UNSEEN[8:14], *LONG[4:8:3]]
)
def test_an_order_with_odd_words_goes_its_way(visitor, text):
    """What a rule lets through is shown as text on each page and in the letter."""
    odd = f"Ada {text[:60]}"
    buyer = Buyer(name=odd, line1=f"1 {text[:60]}", city=odd, line2="", more={})
    buying.fill_basket(visitor, touring.product_path())
    page = visitor.get("/checkout/details/")
    safe = {
        key: value.encode("utf-8", "replace").decode()
        for key, value in buyer.details().items()
    }
    page = visitor.submit(page, "/checkout/details/", **safe)
    if not page.url.endswith("/delivery/"):
        assert "There is a problem" in page.text
        return
    check = visitor.submit(page, "/checkout/delivery/", delivery="own", payment="test")
    placed = buying.order(visitor, check)
    tasks.send(str(Letter.objects.get().pk))
    shown = check.text + placed.text + mail.outbox[0].alternatives[0].content
    if any(sign in text for sign in "<\"'"):
        assert text[:60] not in shown
    assert not COMPUTED.search(shown)
    assert "\n" not in mail.outbox[0].subject


def test_a_path_that_is_too_deep_or_climbs_finds_nothing(guest):
    assert guest.get("/" + "a/" * 3000).status_code == 404
    assert guest.get("/" + "a/" * 5000).status_code == 414
    climbing = "/products/" + quote("../" * 900, safe="") + "/"
    assert guest.get(climbing).status_code == 400
