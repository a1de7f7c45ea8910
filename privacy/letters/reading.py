"""What no letter may hold: anything remote, an address that tracks, words that sell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import get_template

PARTS = ("subject.txt", "txt", "html")
# What stands in a tag; what people typed is escaped and stands in none.
_TAG = re.compile(r"<[^>]*(?:>|$)")
# What a mail program fetches without being asked, and what sends something off.
_REMOTE = re.compile(
    r"<(?:img|picture|iframe|frame|link|script|style|video|audio|object|embed|svg"
    r"|form|input|base|source)\b|http-equiv|url\("
    r"|\b(?:src|srcset|background|poster|ping|action|data)\s*=",
    re.IGNORECASE,
)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]*))", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:https?|ftp|data):/?/?[^\s<>\"']+|//[\w.-]+\.\w+", re.IGNORECASE
)
# No colon and no percent sign: another address within the path would need one.
_OWN_PATH = re.compile(r"(?:/[\w.~-]+)*/?", re.ASCII)
_WHOLE_VARIABLE = re.compile(r"\{\{ [\w.]+ \}\}")
_INCLUDES = re.compile(r"{%\s*(?:extends|include)\s+[\"']([^\"']+)[\"']")
_MARKS = re.compile(r"{%.*?%}|{{.*?}}|<[^>]*>", re.DOTALL)
# Words of letters that sell. A letter of ours has no reason for any of them.
SELLING = re.compile(
    r"\b(?:unsubscribe|newsletter|subscri(?:be|ption)|mailing list|marketing"
    r"|promotion(?:al)?s?|promo|campaign|advert\w*|sponsor\w*|discounts?|vouchers?"
    r"|coupons?|rebate|bargains?|deals?|special offers?|offers?|sales?|% off"
    r"|half price|free gift|giveaway|competition|prize|loyalty|rewards?|points"
    r"|bestsell\w+|new arrivals?|new products?|new in|back in stock|recommend\w*"
    r"|you (?:may|might) (?:also )?like|picked for you|handpicked|shop now|buy now"
    r"|buy again|order again|left in your basket|your basket|hurry"
    r"|last chance|limited time|only today|don[’']t miss|exclusive|tell a friend"
    r"|refer a friend|follow us|review (?:it|us|your)|rate (?:it|us|your)|stars)\b"
    r"|\d ?% off",
    re.IGNORECASE,
)


class NotOurs(Exception):
    """A letter would fetch something, or lead somewhere beside the shop."""


def faults(template: str) -> Iterator[str]:
    """Return what is wrong with a template of a letter, in each of its three parts.

    A link is one whole variable: the code makes its address, and checks it when the
    letter is written.
    """
    for part in PARTS:
        for source in _sources(f"letters/{template}.{part}"):
            yield from (f"{part}: {found}" for found in _in_source(source))


def require_own_links(html: str) -> None:
    """Raise NotOurs where a letter leads elsewhere, or its links carry a query.

    A query is how an address says who followed it. What people typed stands escaped in
    the letter and makes no link.
    """
    if _REMOTE.search(_tags(html)):
        raise NotOurs("A letter fetches nothing.")
    for address in hrefs(html):
        if not is_own(address):
            raise NotOurs("A letter leads to pages of the shop alone.")


def hrefs(html: str) -> list[str]:
    """Return where the links of a text lead."""
    return ["".join(found) for found in _HREF.findall(_tags(html))]


def is_own(address: str) -> bool:
    """Tell whether an address is a page of the shop, with nothing behind its path."""
    own, there = urlsplit(settings.SHOP_ORIGIN), urlsplit(address)
    same = (own.scheme, own.netloc) == (there.scheme, there.netloc)
    tracks = there.query or there.fragment or not _OWN_PATH.fullmatch(there.path)
    return same and not tracks and "?" not in address


def _in_source(source: str) -> Iterator[str]:
    yield from _REMOTE.findall(_tags(source))
    yield from _ADDRESS.findall(source)
    for address in hrefs(source):
        if not _WHOLE_VARIABLE.fullmatch(address):
            yield f"href {address}"
    yield from (found[0] for found in SELLING.finditer(_MARKS.sub(" ", source)))


def _tags(html: str) -> str:
    return " ".join(_TAG.findall(html))


def _sources(name: str) -> Iterator[str]:
    """Return the source of a template and of all that it is made of."""
    template: Any = get_template(name)
    source = template.template.source
    yield source
    for part in _INCLUDES.findall(source):
        yield from _sources(part)
