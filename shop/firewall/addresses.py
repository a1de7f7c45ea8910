"""Tricks in an address: what no link and no form of ours ever holds.

Django has decoded the path once, and left each byte encoded that is no UTF-8: overlong
forms and surrogates look as if they had been encoded twice. Each function tells whether
its rule is broken; none looks at what people type into a form or search for, where any
character is somebody's name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

LONGEST = 8_190  # characters of path and query, as much as the web server takes
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DOTS = re.compile(r"/\.{1,2}(?:[/;]|$)")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_TO_ANOTHER_HOST = ("//", "/\\")


def is_no_path(environ: Mapping[str, Any]) -> bool:
    """Whether the target names a host, or would if a page led back to it.

    RFC 9112, section 3.2.2: a target in absolute form goes to proxies.
    """
    raw = environ.get("RAW_URI")
    if raw is not None and raw[:1] != "/":
        return True
    path: str = environ["PATH_INFO"]
    return path.startswith(_TO_ANOTHER_HOST)


def is_too_long(environ: Mapping[str, Any]) -> bool:
    """Whether path and query together are longer than any of ours."""
    return len(environ["PATH_INFO"]) + len(environ["QUERY_STRING"]) > LONGEST


def has_control_characters(environ: Mapping[str, Any]) -> bool:
    """Whether the path holds a control character.

    What a query holds was typed: pages say what is wrong with it, and keep the rest.
    """
    path: str = environ["PATH_INFO"]
    return not path.isprintable() and _CONTROL.search(path) is not None


def has_backslash(environ: Mapping[str, Any]) -> bool:
    """Whether the path holds a backslash, which browsers read as a slash."""
    return "\\" in environ["PATH_INFO"]


def has_dot_segments(environ: Mapping[str, Any]) -> bool:
    """Whether the path climbs: browsers take dot segments out before they ask."""
    path = environ["PATH_INFO"]
    return "/." in path and _DOTS.search(path) is not None


def is_encoded_twice(environ: Mapping[str, Any]) -> bool:
    """Whether the path, once decoded, can be decoded again, or could not be at all."""
    path = environ["PATH_INFO"]
    return "%" in path and _ENCODED.search(path) is not None
