"""Visits the shop's own public pages, within this process, as a stranger would.

The requests go through every middleware, and no socket is opened: this works behind
any proxy, and leaves nothing in its logs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

MOST = 60
BESIDE = ("/staff/", "/demo/", "/static/")
# What a browser fetches by itself, and where forms go: by tag and attribute.
FETCHED = {
    *(("script", "src"), ("img", "src"), ("img", "srcset"), ("iframe", "src")),
    *(("link", "href"), ("source", "srcset"), ("video", "src"), ("audio", "src")),
    *(("embed", "src"), ("object", "data"), ("form", "action"), ("use", "href")),
    *(("input", "src"), ("video", "poster"), ("button", "formaction")),
}


@dataclass(frozen=True)
class Page:
    """A page that was visited: its path, the answer, and what its HTML names."""

    path: str
    response: HttpResponse
    tags: tuple[tuple[str, dict[str, str]], ...]

    def elsewhere(self) -> Iterator[str]:
        """Return the addresses on other hosts that it fetches from or sends to."""
        own = urlsplit(settings.SHOP_ORIGIN).netloc
        for tag, attributes in self.tags:
            for name, value in attributes.items():
                host = urlsplit(urljoin(settings.SHOP_ORIGIN, value)).netloc
                if (tag, name) in FETCHED and host not in ("", own):
                    yield value

    def uploads(self) -> Iterator[str]:
        """Return what would take a file: inputs, and forms of many parts."""
        for tag, attributes in self.tags:
            if tag == "input" and attributes.get("type", "").lower() == "file":
                yield "file"
            if "multipart" in attributes.get("enctype", "").lower():
                yield "multipart"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def stranger() -> Client:
    """Return a browser without cookies that asks this shop under its own name."""
    origin = urlsplit(settings.SHOP_ORIGIN)
    return Client(raise_request_exception=False, headers={"host": origin.netloc})


def is_secure() -> bool:
    """Tell whether the shop is reached by https."""
    return bool(urlsplit(settings.SHOP_ORIGIN).scheme == "https")


def pages() -> Iterator[Page]:
    """Return the pages that links from the front page lead to, at most MOST."""
    seen, waiting, most = {"/"}, deque(["/"]), MOST
    while waiting and most > 0:
        page = _visited(waiting.popleft())
        most -= 1
        yield page
        for path in _links(page):
            if path not in seen:
                seen.add(path)
                waiting.append(path)


def _visited(path: str) -> Page:
    # A browser of its own for each page: whoever browses has no cookie yet.
    response: Any = stranger().get(path, secure=is_secure())
    reader = _Tags()
    if response["Content-Type"].startswith("text/html"):
        reader.feed(response.content.decode())
    return Page(path, response, tuple(reader.found))


def _links(page: Page) -> Iterator[str]:
    for tag, attributes in page.tags:
        link = urlsplit(urljoin(page.path, attributes.get("href", "")))
        ours = tag == "a" and not link.netloc and not link.scheme
        if ours and not link.path.startswith(BESIDE):
            # Without what is chosen by a query: each list has endless forms.
            yield link.path
