"""Pages that belong to no activity: what we hold and why, health, refusals."""

from __future__ import annotations

from django.db import connections
from django.db.utils import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from privacy.promises import checking
from privacy.purposes import Purpose
from shop import cookies
from shop import policy as shop_policy


@require_safe
@vary_on_headers("Sec-GPC")
def policy(request: HttpRequest) -> HttpResponse:
    """Show what the shop holds, why, and until when, read from the declarations."""
    return render(
        request,
        "shop/policy.html",
        {
            "promises": checking.standing(at=timezone.now()),
            "parts": shop_policy.parts(),
            "purposes": list(Purpose),
            "recipients": shop_policy.third_parties(),
            "cookies": cookies.declared(),
            "gpc": request.headers.get("Sec-GPC") == "1",
        },
    )


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer that the program runs."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer whether both databases answer."""
    try:
        for name in ("default", "vault"):
            with connections[name].cursor() as cursor:
                cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("not ready\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from our own page, or came too late."""
    return render(request, "403.html", status=403)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a form that is larger than any of ours."""
    return render(request, "413.html", status=413)


def unusable(request: HttpRequest) -> HttpResponse:
    """Answer a body that is not a form of ours: files are never taken."""
    return render(request, "415.html", status=415)
