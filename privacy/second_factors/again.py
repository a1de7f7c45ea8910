"""A decision wants a factor that was shown just now; what was typed waits meanwhile."""

from __future__ import annotations

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from privacy.second_factors import door, standing

BACK = "factor_back"
"""Set where a page was asked for and no form was sent: it is then asked for again."""
OURS = frozenset({"csrfmiddlewaretoken", "factor_code", door.PASSKEY_FIELD, BACK})


def require_fresh(view: door.View) -> door.View:
    """Ask for a factor before `view` where none was shown for a quarter of an hour.

    A form that was sent comes along in hidden fields of the page that asks, and goes
    on to `view` with the factor: nothing that was typed is lost, and nothing of it is
    kept anywhere meanwhile.
    """

    @functools.wraps(view)
    @sensitive_post_parameters()
    def fresh(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        at = timezone.now()
        if standing.is_fresh(request, at=at):
            return view(request, *args, **named)
        asking = door.try_here(request, at=at)
        if asking is None and BACK in request.POST:
            return HttpResponseRedirect(request.get_full_path(), status=303)
        if asking is None:
            return view(request, *args, **named)
        told = {
            "title": "Is it still you?",
            "action": request.get_full_path(),
            "carried": _carried(request),
            "back": _back(request),
        }
        return asking(request, "again", told)

    return fresh


def _back(request: HttpRequest) -> str:
    """Return the name of the field that says that no form waits behind the page."""
    sent = request.method == "POST" and BACK not in request.POST
    return "" if sent else BACK


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OURS
        for value in values
    ]
