"""The door costs a few millionths of a second, and no query."""

from __future__ import annotations

import time

from django.http import HttpResponse
from django.test import RequestFactory

from shop.firewall.door import Firewall

ROUNDS = 2_000
MOST = 40e-6  # seconds: it takes about a quarter of that; a machine can be busy
BROWSER = {
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101",
    "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-language": "en-GB,en;q=0.5",
    "accept-encoding": "gzip, deflate, br, zstd",
    "cookie": "basket=.eJyrVnL1C9M1MFSyMqwFABpHA9w:1vN0Zy:x9; session=abcdefgh",
    "sec-fetch-site": "same-origin",
}


def best_of(rounds, call):
    """Return the seconds of one call, by the fastest of five rows of calls."""
    rows = []
    for _ in range(5):
        began = time.thread_time()
        for _ in range(rounds // 5):
            call()
        rows.append((time.thread_time() - began) / (rounds // 5))
    return min(rows)


def test_a_page_pays_a_few_millionths_of_a_second(settings, record_property):
    settings.FIREWALL_PAGES = 10**9
    request = RequestFactory().get(
        "/departments/writing-paper/?c=green",
        headers=BROWSER,
        REMOTE_ADDR="198.51.100.7",
    )

    def page(asked):
        return HttpResponse("yes")

    door = Firewall(page)
    costs = best_of(ROUNDS, lambda: door(request)) - best_of(ROUNDS, lambda: page(0))
    record_property("microseconds", round(costs * 1e6, 1))
    assert door(request).content == b"yes"
    assert costs < MOST
