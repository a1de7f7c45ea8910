"""Whether an answer leads away from the shop: no link in a request may choose that."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit


def leads_away(location: str, *, host: str, allowed: Collection[str] = ()) -> bool:
    """Tell whether a Location header leaves `host` for a host that is not allowed.

    Browsers read backslashes as slashes and leave out tabs and line ends (WHATWG URL),
    so that none of these may stand in it.
    """
    if location[:1] == "/" and location[1:2] not in {"/", "\\"}:
        return not location.isprintable()
    if "\\" in location or not location.isprintable() or location[:2] == "//":
        return True
    try:
        parts = urlsplit(location)
    except ValueError:
        return True
    if not parts.scheme and not parts.netloc:
        return False
    if parts.scheme not in {"http", "https"}:
        return True
    return parts.netloc != host and parts.netloc not in allowed
