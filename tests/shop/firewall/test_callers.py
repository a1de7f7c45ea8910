"""Callers are told apart without being known: proxies, staff's networks, calls."""

from __future__ import annotations

import gc

import pytest

from shop.firewall import callers
from shop.firewall.callers import Calls, StaffNetworks, told_by_proxy
from shop.firewall.door import looks

AMONG = {"PATH_INFO": "/", "REQUEST_METHOD": "GET"}


def call(calls, address="198.51.100.7", **more):
    return calls.are_too_many({**AMONG, "REMOTE_ADDR": address, **more})


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands at the beginning of a minute."""
    now = [600.0]
    monkeypatch.setattr(callers.time, "monotonic", lambda: now[0])
    return now


def test_the_call_after_the_last_allowed_one_is_one_too_many(clock):
    calls = Calls(pages=3, forms=1)
    assert [call(calls) for _ in range(4)] == [False, False, False, True]
    assert not call(calls, "198.51.100.8")
    assert not call(calls, REQUEST_METHOD="POST")
    assert call(calls, REQUEST_METHOD="POST")


def test_a_minute_later_it_begins_again_under_another_key(clock):
    calls = Calls(pages=1, forms=1)
    call(calls)
    before = calls.secret
    clock[0] += 60
    assert not call(calls)
    assert calls.secret != before


def test_a_network_of_ipv6_is_one_caller_and_its_neighbour_another(clock):
    calls = Calls(pages=1, forms=1)
    assert not call(calls, "2001:db8:1:2::1")
    assert call(calls, "2001:db8:1:2:ffff::9%eth0")
    assert not call(calls, "2001:db8:1:3::1")
    assert not call(calls, "2001:no::address")


@pytest.mark.parametrize("address", ["", "127.0.0.1", "::1"])
def test_the_machine_itself_is_not_counted(clock, address):
    calls = Calls(pages=1, forms=1)
    assert not any(call(calls, address) for _ in range(5))


def test_files_of_a_page_are_not_counted(clock):
    calls = Calls(pages=1, forms=1)
    assert not any(call(calls, PATH_INFO="/static/foldwell.css") for _ in range(5))


def test_nought_counts_without_an_end(clock):
    calls = Calls(pages=0, forms=0)
    assert not any(call(calls) for _ in range(5))


def test_memory_holds_no_address_and_has_an_end(clock, monkeypatch):
    monkeypatch.setattr(callers, "MOST_CALLERS", 10)
    calls = Calls(pages=1, forms=1)
    for number in range(30):
        assert not call(calls, f"203.0.113.{number}")
    assert len(calls.calls) == 10
    held = gc.get_referents(calls.calls)
    assert not [each for each in held if b"203.0.113" in repr(each).encode()]
    assert {len(key) for key in calls.calls} == {12}


def test_a_fast_caller_reads_when_to_come_back(door, settings, counted):
    settings.FIREWALL_PAGES = 0
    settings.FIREWALL_FORMS = 1
    asked = looks()
    told = {**AMONG, "REMOTE_ADDR": "198.51.100.7", "HTTP_HOST": "testserver"}
    told |= {"REQUEST_METHOD": "POST", "QUERY_STRING": ""}
    first = [rule.key for rule, broken in asked if broken(told)]
    second = [rule.key for rule, broken in asked if broken(told)]
    assert (first, second) == ([], ["calls"])


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("6.6.6.6, 198.51.100.7", "198.51.100.7"),
        ("6.6.6.6,2001:db8::1 ", "2001:db8::1"),
        ("198.51.100.7, unknown", "192.0.2.1"),
        ("198.51.100.7,", "192.0.2.1"),
        ("", "192.0.2.1"),
    ],
)
def test_only_what_the_nearest_proxy_wrote_is_believed(said, address):
    environ = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": said}
    told_by_proxy(environ)
    assert environ["REMOTE_ADDR"] == address


@pytest.mark.parametrize(
    ("behind", "seen"), [(True, "198.51.100.7"), (False, "127.0.0.1")]
)
def test_without_a_proxy_nobody_is_believed(settings, behind, seen):
    from django.http import HttpResponse
    from django.test import RequestFactory

    from shop.firewall.door import Firewall

    settings.BEHIND_PROXY = behind
    addresses = []

    def page(request):
        addresses.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    Firewall(page)(
        RequestFactory().get("/", headers={"x-forwarded-for": "198.51.100.7"})
    )
    assert addresses == [seen]


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("192.0.2.9", False),
        ("::ffff:192.0.2.9", False),
        ("2001:db8:5::1", False),
        ("192.0.3.1", True),
        ("2001:db8:6::1", True),
        ("", True),
        ("unknown", True),
    ],
)
def test_staff_pages_open_from_the_shops_networks(address, left):
    networks = StaffNetworks(["192.0.2.0/24", "2001:db8:5::/48"])
    told = {"REMOTE_ADDR": address}
    for path in ("/staff/", "/staff/login/", "/staff"):
        assert networks.are_left(told | {"PATH_INFO": path}) is left
    assert not networks.are_left(told | {"PATH_INFO": "/"})


def test_the_list_is_a_setting_and_holds_over_http(settings, client, counted):
    assert client.get("/staff/login/").status_code == 200
    settings.STAFF_NETWORKS = ["192.0.2.0/24"]
    client.handler.load_middleware()
    answer = client.get("/staff/login/", REMOTE_ADDR="198.51.100.7")
    assert answer.status_code == 403
    assert "own network" in answer.content.decode()
    assert counted() == {"staff-network": 1}
    assert client.get("/staff/login/", REMOTE_ADDR="192.0.2.1").status_code == 200
    assert client.get("/contact/", REMOTE_ADDR="198.51.100.7").status_code == 200


def test_a_network_that_is_none_stops_the_start(settings):
    settings.STAFF_NETWORKS = ["192.0.2.0/33"]
    with pytest.raises(ValueError, match=r"192\.0\.2\.0/33"):
        looks()
