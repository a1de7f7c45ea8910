"""What an error report may hold: where it happened, and no value of any variable."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class NoValues(SafeExceptionReporterFilter):
    """For Django's debug page and error mails: frames without variables, no form."""

    def get_post_parameters(self, request: HttpRequest | None) -> Any:
        """Return nothing of what was typed."""
        return {}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: Any
    ) -> Any:
        """Return nothing of what a function had in hand."""
        return []

    def get_safe_cookies(self, request: HttpRequest) -> Any:
        """Return no cookie: some are keys."""
        return {}
