"""For forms that carry no token, because a token would need a cookie.

The browser itself says where a request comes from (Fetch Metadata and RFC 6454), and a
page of another site can't forge that.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase

from shop.pages import refused

View = Callable[..., HttpResponseBase]


def same_origin_only(view: View) -> View:
    """Refuse a request that changes something unless it comes from our own pages."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in {"GET", "HEAD"} or is_same_origin(request):
            return view(request, *args, **kwargs)
        return refused(request)

    return guarded


def is_same_origin(request: HttpRequest) -> bool:
    """Tell whether the browser says that one of our pages sent the request.

    Sec-Fetch-Site decides where it is sent, else Origin, else Referer. A request with
    none of them is refused: no browser of today sends such a form.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    said = request.headers.get("Origin") or request.headers.get("Referer")
    if not said:
        return False
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
