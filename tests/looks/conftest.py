"""A real Chromium on a shop that is open, with the demo's goods on its shelves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import sync_playwright

from deploy import browser
from shop.demo import loading

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def chromium():
    """One browser for the tests of a module."""
    with pytest.MonkeyPatch.context() as patched, sync_playwright() as driver:
        # Playwright keeps an event loop in this thread; nothing of ours runs in it.
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = driver.chromium.launch(executable_path=browser.find(), args=QUIET)
        yield started
        started.close()


@pytest.fixture
def stocked(transactional_db):
    """The demo shop, loaded."""
    loading.load(at=datetime.now(UTC))


@pytest.fixture
def page(chromium, stocked, live_server, request):
    """A page on the open shop; a message on its console fails the test.

    Parametrise it indirectly with (width, colour scheme); 1280 in light is usual.
    """
    width, scheme = getattr(request, "param", (1280, "light"))
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    context.set_default_timeout(10_000)
    said = []
    opened = context.new_page()
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    # Of an error status or a lost line Chromium speaks itself; those tests know.
    assert [text for text in said if "Failed to load resource" not in text] == []
