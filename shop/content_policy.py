"""The Content-Security-Policy header, put together once and not for each page."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase


class RememberedPolicy(CSPMiddleware):
    """django-csp's middleware, for a policy that is the same on almost every page.

    A response with a policy of its own, as the staff pages have, goes the long way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the rest of the program, and put the header together."""
        super().__init__(get_response)
        self.usual = build_policy()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Add the header, unless the response brings one."""
        if settings.DEBUG or not _is_usual(request, response):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.usual)
        return response


def _is_usual(request: HttpRequest, response: HttpResponseBase) -> bool:
    own = any(name.startswith("_csp_") for name in vars(response))
    return not own and getattr(request, "_csp_nonce", None) is None
