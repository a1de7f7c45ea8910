"""Pages that belong to no activity: health, refusals."""

from __future__ import annotations

from django.db import connections
from django.db.utils import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

PLAIN = "text/plain; charset=utf-8"


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer that the program runs."""
    return HttpResponse("ok\n", content_type=PLAIN)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer whether both databases answer."""
    try:
        for name in ("default", "vault"):
            with connections[name].cursor() as cursor:
                cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("not ready\n", content_type=PLAIN, status=503)
    return HttpResponse("ready\n", content_type=PLAIN)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from our own page, or came too late."""
    return render(request, "403.html", status=403)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a form that is larger than any of ours."""
    return render(request, "413.html", status=413)


def unusable(request: HttpRequest) -> HttpResponse:
    """Answer a body that is not a form of ours: files are never taken."""
    return render(request, "415.html", status=415)
