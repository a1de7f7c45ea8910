"""What a page weighs on its way to the browser, and that it asks nobody else."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

from tests.proof import touring

KB = 1024
HTML, CSS, JS = 14 * KB, 10 * KB, 4 * KB
# Everything of one page together, and how many files: ux.md counts these.
CATALOGUE, CHECKOUT = (90 * KB, 30), (35 * KB, 10)
PROSE = {"a", "form"}  # a link that a person follows is no request of the page


class References(HTMLParser):
    """Collects what a browser fetches for a page without being asked."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found += [
            value
            for name, value in attrs
            if name in {"src", "href", "srcset", "poster", "data"}
            and tag not in PROSE
            and value
        ]


def compressed(raw):
    """Return the bytes that go over the wire with gzip, level 6."""
    return len(gzip.compress(raw, 6))


def static(path):
    with open(finders.find(path.removeprefix("/static/")), "rb") as file:
        return file.read()


@pytest.fixture
def pages(visitor):
    return touring.tour(visitor)


def test_pages_are_light_and_ask_nobody_else(pages):
    assert len(pages) > 20
    for kind, page in pages.items():
        assert page.status < 500, kind
        assert compressed(page.body) <= HTML, kind
        fetched = set(References(page.text).found)
        assert {each for each in fetched if urlsplit(each).netloc} == set(), kind
        styles = [path for path in fetched if path.endswith(".css")]
        scripts = [path for path in fetched if path.endswith(".js")]
        assert len(styles) == 1, kind
        assert sum(compressed(static(path)) for path in styles) <= CSS, kind
        assert sum(compressed(static(path)) for path in scripts) <= JS, kind
        weight, count = CHECKOUT if "checkout" in kind else CATALOGUE
        files = sum(compressed(static(path)) for path in fetched)
        assert compressed(page.body) + files <= weight, kind
        assert len(fetched) + 1 <= count, kind


def test_a_foreign_address_in_a_page_would_be_found():
    page = '<script src="https://cdn.example.com/x.js"></script><a href="/x">'
    assert References(page).found == ["https://cdn.example.com/x.js"]


def test_stylesheets_fetch_nothing_and_no_font():
    css = static("/static/foldwell.css").decode()
    assert (
        re.findall(r"@import|@font-face|url\((?!['\"]?/static/|['\"]?img/)", css) == []
    )


@pytest.mark.parametrize("bad", ["@import 'x'", "url(https://x)", "@font-face"])
def test_a_stylesheet_that_fetches_would_be_found(bad):
    assert re.findall(r"@import|@font-face|url\((?!['\"]?/static/|['\"]?img/)", bad)
