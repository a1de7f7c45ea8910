"""Browser tests run where Chromium is; elsewhere the run says what it left out."""

import os

import pytest

from deploy import browser

left_out = pytest.StashKey[int]()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Leave out what is marked `browser` if no Chromium is there, unless it must be."""
    if browser.find():
        return
    marked = [item for item in items if item.get_closest_marker("browser")]
    if marked and os.environ.get("REQUIRE_BROWSER"):
        raise pytest.UsageError("REQUIRE_BROWSER is set and no Chromium was found.")
    items[:] = [item for item in items if item not in marked]
    config.hook.pytest_deselected(items=marked)
    config.stash[left_out] = len(marked)


def pytest_terminal_summary(terminalreporter, config):
    """Say how many browser tests did not run, and what makes them run."""
    count = config.stash.get(left_out, 0)
    if count:
        line = (
            f"{count} BROWSER TESTS DID NOT RUN: no Chromium. `make browser` gets it."
        )
        terminalreporter.write_line(line, red=True, bold=True)
