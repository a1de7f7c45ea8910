"""Turns away bodies that no form of ours sends: files, other formats, huge ones."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from shop.pages import too_large, unusable

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
SIGNED_JSON = frozenset({"/payments/stripe/"})
"""Where a payment provider tells us something: JSON, signed, and read by nobody before
its signature is. No form of ours leads there."""


class RefuseUnusableBodies:
    """Middleware: a body is a plain form of a usable size, or it is not read at all.

    415 after RFC 9110, section 15.5.16; 413 after section 15.5.14.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the rest of the program."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer for an unusable body, or pass the request on."""
        if request.method in {"POST", "PUT", "PATCH", "DELETE"}:
            if self._length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
                return too_large(request)
            if not self._is_expected(request) and self._says_something(request):
                return unusable(request)
        return self.get_response(request)

    def _is_expected(self, request: HttpRequest) -> bool:
        """Whether it is a form, or JSON at the one kind of address that takes it."""
        if request.path_info in SIGNED_JSON:
            return request.content_type == JSON
        return request.content_type == FORM

    def _says_something(self, request: HttpRequest) -> bool:
        """Whether there is a body, or files are announced in one of unknown length."""
        announced = str(request.content_type).startswith("multipart/")
        return announced or self._length(request) > 0

    def _length(self, request: HttpRequest) -> int:
        try:
            return int(request.headers.get("Content-Length") or 0)
        except ValueError:
            return 0
