"""The door costs a page a few calls of functions, and no query: no clock is asked."""

from __future__ import annotations

import sys

from django.http import HttpResponse
from django.test import RequestFactory

from shop.firewall.door import Firewall

MOST = 60  # it makes 48
BROWSER = {
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101",
    "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-language": "en-GB,en;q=0.5",
    "accept-encoding": "gzip, deflate, br, zstd",
    "cookie": "basket=.eJyrVnL1C9M1MFSyMqwFABpHA9w:1vN0Zy:x9; session=abcdefgh",
    "sec-fetch-site": "same-origin",
}


def calls_of(work):
    """Return how many functions are called, of Python and of C, until it is done."""
    counted = []
    sys.setprofile(lambda frame, event, arg: counted.append(event))
    try:
        work()
    finally:
        sys.setprofile(None)
    return sum(event in {"call", "c_call"} for event in counted)


def test_a_page_pays_a_few_calls_and_no_query(db, settings, django_assert_num_queries):
    settings.FIREWALL_PAGES = 10**9
    request = RequestFactory().get(
        "/departments/writing-paper/?c=green",
        headers=BROWSER,
        REMOTE_ADDR="198.51.100.7",
    )
    answer = HttpResponse("yes")
    door = Firewall(lambda asked: answer)
    with django_assert_num_queries(0):
        assert door(request) is answer
    assert calls_of(lambda: door(request)) <= MOST
