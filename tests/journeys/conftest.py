"""A whole shop with its worker, and a real Chromium that watches what pages do."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from deploy import browser
from tests.journeys.customer import Customer
from tests.proof.shop_process import open_shop

QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
)
KEEPER = "keeper@example.net"


@pytest.fixture(scope="package")
def shop(tmp_path_factory):
    """The demo shop in processes of its own, as `make run` starts it."""
    with open_shop(tmp_path_factory.mktemp("journeys"), number=7) as opened:
        opened.start_worker()
        yield opened


@pytest.fixture(scope="package")
def chromium():
    """One browser for all journeys."""
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=browser.find(), args=QUIET)
        yield started
        started.close()


@pytest.fixture
def visit(chromium, shop):
    """Open a browser of somebody's own: width in pixels, with or without script.

    What any of its pages says on the console, or asks of another host, fails the test.
    """
    contexts, said, hosts = [], [], set()

    def opened(width=1280, *, script=True):
        context = chromium.new_context(
            base_url=f"http://127.0.0.1:{shop.port}",
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            reduced_motion="reduce",  # colours on their way have no contrast yet
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda told: said.append(told.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda asked: hosts.add(urlsplit(asked.url).netloc))
        return Customer(page, shop)

    opened.said, opened.hosts = said, hosts
    yield opened
    for context in contexts:
        context.close()
    assert said == []
    assert hosts == {f"127.0.0.1:{shop.port}"}


@pytest.fixture
def keeper(shop):
    """Address and password of the staff login, as they were shown once."""
    return KEEPER, re.search(r"(?:[0-9a-f]{6}-){3}[0-9a-f]{6}", shop.told)[0]
