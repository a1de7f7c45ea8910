"""Which tests are measured for the coverage that `make test` asks for.

Measuring doubles what Python costs. What takes the same steps hundreds of times, runs
in other processes or drives a browser shows no branch that has no test of its own.
The rest is measured in one run or the other, so that both end together; in both what
is written for one database.
"""

from __future__ import annotations

import sys

import pytest
from coverage import Coverage

from tests.once import ON_SERVERS

FOLDERS_WITHOUT = tuple(
    f"tests/{name}/" for name in ("bench", "deploy", "journeys", "looks", "proof")
)
ON_BOTH = (
    "tests/privacy/erasure/test_scan.py",  # which is written in SQL
    "tests/privacy/erasure/test_scan_elsewhere.py",
    "tests/privacy/erasure/test_scan_owners.py",
    "tests/privacy/test_fetching.py",  # rows that PostgreSQL gives in binary form
    "tests/privacy/trail/test_recording.py",  # the lock that keeps writers apart
)
ON_POSTGRESQL = tuple(
    f"tests/privacy/{name}/" for name in ("erasure", "letters", "promises", "retention")
)


def is_measured(item):
    """Say whether the branches that a test takes are written down."""
    # A browser's driver has a second stack in our thread, and measuring one only.
    left_out = item.get_closest_marker("unmeasured") or item.get_closest_marker(
        "browser"
    )
    if left_out or item.nodeid.startswith(FOLDERS_WITHOUT):
        return False
    there = item.nodeid.startswith(ON_POSTGRESQL)
    return item.nodeid.startswith(ON_BOTH) or there == ON_SERVERS


class Measuring:
    """Stops coverage before a test that is not measured, and goes on after it."""

    def __init__(self, coverage):
        self.coverage, self.is_on = coverage, True

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item):
        self.turn(on=is_measured(item))
        return (yield)

    def turn(self, *, on):
        """Start or stop, unless that is how it is."""
        if on != self.is_on:
            (self.coverage.start if on else self.coverage.stop)()
            forget_answers()
        self.is_on = on


def forget_answers():
    """Have remembered answers found anew: else nobody sees how they are found."""
    ours = ("privacy.", "orders.")
    for name, module in list(sys.modules.items()):
        if name.startswith(ours):
            for value in list(vars(module).values()):
                getattr(value, "cache_clear", int)()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config):
    """Take over what `coverage run` began; on servers, before anything is imported."""
    coverage = Coverage.current()
    if coverage:
        measuring = Measuring(coverage)
        measuring.turn(on=not ON_SERVERS)
        early_config.pluginmanager.register(measuring)
