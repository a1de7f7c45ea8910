"""No answer leads to another site, whatever stood in the request."""

from __future__ import annotations

import pytest
from django.http import HttpResponse, HttpResponseRedirect

from shop.firewall.leaving import leads_away
from tests.proof.addresses_of_all import ENTRIES

HOST = "shop.example.net"
AWAY = [
    "//evil.example.net/",
    "/\\evil.example.net/",
    "\\\\evil.example.net/",
    "https:\\\\evil.example.net/",
    "https://evil.example.net/",
    "https://shop.example.net.evil.example.net/",
    "https://shop.example.net@evil.example.net/",
    "https://shop.example.net:444/",
    "https:///evil.example.net/",
    "http:evil.example.net",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example.net/",
    "/\r\nSet-Cookie: a=b",
    "https://[evil/",
]
AT_HOME = [
    "/",
    "/accounts/?said=changed",
    "/search/?q=https://evil.example.net/",
    "?said=saved",
    "details/",
    "https://shop.example.net/orders/x/",
    "http://shop.example.net/",
    "https://cards.example.net/pay/1",
]


@pytest.mark.parametrize("location", AWAY)
def test_what_leads_away_is_seen(location):
    assert leads_away(location, host=HOST, allowed=["cards.example.net"])


@pytest.mark.parametrize("location", AT_HOME)
def test_what_stays_is_let_go(location):
    assert not leads_away(location, host=HOST, allowed=["cards.example.net"])


def test_such_an_answer_is_stopped_and_counted(door, counted):
    answer = door(page=HttpResponseRedirect("https://evil.example.net/"))
    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert counted() == {"leaving": 1}
    assert door(page=HttpResponseRedirect("/basket/")).status_code == 302
    assert door(page=HttpResponse(status=304)).status_code == 304


@pytest.mark.parametrize("name", [n for n, e in ENTRIES.items() if "next" in e.query])
def test_a_next_page_elsewhere_is_not_followed(client, staff, name):
    path = ENTRIES[name].path
    client.force_login(staff)
    for there in AWAY:
        if not there.isprintable():
            continue
        answer = client.get(path, {"next": there})
        assert not leads_away(answer.headers.get("Location", "/"), host="testserver")
