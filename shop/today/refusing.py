"""Staff who are signed in read a refusal inside the staff pages, not in the shop."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse

View = Callable[..., HttpResponseBase]


def in_the_frame(site: AdminSite, view: View) -> View:
    """Let a staff view's "not yours" and "not there" be pages of the staff's look."""

    @functools.wraps(view)
    def framed(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **named)
        except PermissionDenied:
            return _page(site, request, "403", "This page is not part of your role")
        except Http404:
            return _page(site, request, "404", "There is no such page")

    return framed


def _page(
    site: AdminSite, request: HttpRequest, code: str, title: str
) -> HttpResponseBase:
    """Answer with words that are the same for every address: they tell nothing."""
    facts = {**site.each_context(request), "title": title}
    return TemplateResponse(request, f"admin/{code}.html", facts, status=int(code))
