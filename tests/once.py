"""Tests that are about no database run once, in one of the two runs of `make test`.

Pages look the same and programs start the same on both. A long walk through Chromium
meets one database or the other: what it does there is asked of both without a browser.
Which tests those are is said here by path; each run says at its end how many of them it
left to the other.
"""

from __future__ import annotations

import os

import pytest

ON_SERVERS = bool(os.environ.get("DATABASE_URL"))
HERE, THERE = "on SQLite", "on PostgreSQL"
ONCE = {
    "tests/journeys/test_every_page.py": HERE,  # axe, light and dark, narrow, cookies
    "tests/journeys/test_keyboard.py": HERE,
    "tests/privacy/screening/": HERE,  # reads texts, asks no database
    "tests/journeys/test_account_and_staff.py": HERE,
    "tests/journeys/test_buying.py": HERE,
    "tests/journeys/test_cases_erasing.py": HERE,
    "tests/journeys/test_cases_getting.py": HERE,
    "tests/journeys/test_deciding.py": HERE,
    "tests/journeys/test_what_leaves.py": THERE,  # and there are more servers
    # What pages show and let each role do.
    "tests/proof/test_masked_by_default.py": HERE,
    "tests/proof/test_roles.py": HERE,
    "tests/proof/test_strangers.py": HERE,
    # Sockets and processes, whatever the database; a bench takes both by itself.
    "tests/privacy/disclosure/test_guard_in_processes.py": HERE,
    "tests/bench/test_sealed.py": HERE,
    "tests/deploy/": HERE,  # launcher, checks and `make run`, which opens on SQLite
    "tests/test_house.py": HERE,  # reads files
    # Sums, signatures and sockets, reached by no database.
    "tests/orders/providers/test_calling.py": HERE,
    "tests/orders/providers/test_signatures.py": HERE,
    "tests/privacy/trail/test_merkle.py": HERE,
    "tests/proof/test_searching.py": HERE,
    "tests/bench/test_figures.py": HERE,
    "tests/orders/test_addresses.py": HERE,
    "tests/orders/test_delivery.py": HERE,
    "tests/orders/test_money.py": HERE,
    "tests/privacy/certificates/test_canonical.py": HERE,
    "tests/privacy/disclosure/test_register.py": HERE,
    "tests/privacy/exports/test_locking.py": HERE,
    "tests/privacy/regimes/test_days.py": HERE,
    "tests/privacy/test_blind.py": HERE,
    # Templates, styles and script in Chromium, shared so that both runs end together.
    "tests/looks/": THERE,
    "tests/looks/test_choices_pages.py": HERE,
    "tests/looks/test_policy_pages.py": HERE,
    "tests/looks/test_questions.py": HERE,
    "tests/looks/test_returning.py": HERE,
    "tests/privacy/retention/test_looks.py": HERE,
    "tests/looks/test_staff_pages.py": HERE,
}
left = pytest.StashKey[int]()


def pytest_collection_modifyitems(config, items):
    """Leave out what the other run looks after."""
    run = THERE if ON_SERVERS else HERE
    theirs = [item for item in items if _run_of(item.nodeid) not in (run, None)]
    items[:] = [item for item in items if _run_of(item.nodeid) in (run, None)]
    config.hook.pytest_deselected(items=theirs)
    config.stash[left] = len(theirs)


def _run_of(nodeid):
    """Return the run that a test belongs to alone, by the longest path; else None."""
    paths = [path for path in ONCE if nodeid.startswith(path)]
    return ONCE[max(paths, key=len)] if paths else None


def pytest_terminal_summary(terminalreporter, config):
    """Say how many tests run elsewhere, and where."""
    count = config.stash.get(left, 0)
    if count:
        run = HERE if ON_SERVERS else THERE
        paths = ", ".join(path for path, where in ONCE.items() if where == run)
        terminalreporter.write_line(
            f"{count} tests are about no database and run once, {run}: {paths}"
        )


def pytest_sessionfinish(session, exitstatus):
    """Take it as well if all that was asked for runs elsewhere."""
    nothing = exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED
    if nothing and session.config.stash.get(left, 0):
        session.exitstatus = pytest.ExitCode.OK
