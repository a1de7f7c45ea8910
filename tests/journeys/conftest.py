"""A whole shop with its worker, and a real Chromium that watches what pages do."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from deploy import browser
from tests.journeys.customer import Customer
from tests.journeys.inspector import Looking
from tests.journeys.requests import Desk
from tests.proof.shop_process import open_shop

QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
)
KEEPER = "keeper@example.net"
SECOND = "second.keeper@example.net"
PASSWORD = r"(?:[0-9a-f]{6}-){3}[0-9a-f]{6}"


@pytest.fixture(scope="package")
def shop(prepared, tmp_path_factory):
    """The demo shop in processes of its own, as `make run` starts it."""
    folder = tmp_path_factory.mktemp("journeys")
    with open_shop(prepared, folder, number=7) as opened:
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
        return Customer(page, shop, script=script)

    opened.said, opened.hosts = said, hosts
    yield opened
    for context in contexts:
        context.close()
    assert said == []
    assert hosts == {f"127.0.0.1:{shop.port}"}


@pytest.fixture
def keeper(shop):
    """Address and password of the staff login, as they were shown once."""
    return KEEPER, re.search(PASSWORD, shop.told)[0]


@pytest.fixture(scope="package")
def second_keeper(shop):
    """Address and password of another staff login."""
    told = shop.inside.run("manage.py", "create_staff", "--email", SECOND)
    return SECOND, re.search(PASSWORD, told)[0]


@pytest.fixture(scope="package")
def seen():
    """What was looked at in any journey."""
    return set()


@pytest.fixture
def look(visit, seen):
    """Look at what stands in a window; what is wrong comes into `look.found`."""
    return Looking(visit, seen)


@pytest.fixture
def desks(visit, look, keeper, second_keeper):
    """Two people of the staff in browsers of their own: desks(width, script=…)."""

    def opened(width, *, script):
        return [
            Desk(visit(width, script=script), login, look)
            for login in (keeper, second_keeper)
        ]

    return opened
