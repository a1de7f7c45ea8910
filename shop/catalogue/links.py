"""Addresses of catalogue pages, made from a prefix that is looked up only once.

Lists carry dozens of links, and `reverse` costs more than the rest of a card.
"""

from __future__ import annotations

from functools import cache, lru_cache

from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse


@cache
def _prefix(name: str) -> str:
    return reverse(name, args=("x",)).removesuffix("x/")


def department(slug: str) -> str:
    """The page of the department with this slug."""
    return f"{_prefix('shop:department')}{slug}/"


def product(slug: str) -> str:
    """The page of the product with this slug."""
    return f"{_prefix('shop:product')}{slug}/"


@lru_cache(maxsize=4096)
def picture(path: str) -> str:
    """The address of a picture below static/, or "" where there is none.

    A path that names no collected file counts as none: one wrong character
    typed by staff is no reason for a page to fail.
    """
    if not path:
        return ""
    try:
        return staticfiles_storage.url(path)
    except ValueError:
        return ""
