"""The door alone, with a page behind it that says yes."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import RequestFactory

from shop.firewall import counting
from shop.firewall.door import Firewall


@pytest.fixture(autouse=True)
def tally(monkeypatch):
    """What was counted, begun anew for each test."""
    fresh = counting.Tally()
    monkeypatch.setattr(counting, "tally", fresh)
    return fresh


@pytest.fixture
def counted(tally):
    """A question: how often was each rule counted?"""

    def by_rule():
        found = Counter()
        for (rule, _hour), count in tally.waiting.items():
            found[rule] += count
        return dict(found)

    return by_rule


@pytest.fixture
def door():
    """Let a request through the door; the page behind it always answers."""

    def through(method="GET", path="/", *, page=None, **environ):
        firewall = Firewall(lambda request: page or HttpResponse("yes"))
        given = RequestFactory().generic(method, "/").environ
        # As Django reads what a web server hands over: the path changes on the way.
        return firewall(WSGIRequest({**given, "PATH_INFO": path, **environ}))

    return through
