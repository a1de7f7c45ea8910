"""Clearing a part, or everything: first what goes and what stays, then the request."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from privacy.cases.case import Demand
from privacy.cases.states import Kind
from privacy.erasure import plans
from shop.contact import showing
from shop.contact.views import to_case
from shop.your_data import parts
from shop.your_data.visit import Visit, own_eyes_only


@own_eyes_only
def clear(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose a part, see what goes and what stays, then ask for it."""
    choice = parts.Choice(
        person=visit.person,
        at=visit.at,
        template="shop/your_data/clear.html",
        context={
            "visit": visit,
            "pages": visit.pages,
            "here": visit.pages["clear"],
            "back": visit.pages["home"],
        },
        send=lambda demand: to_case(visit.file(request, Kind.CLEAR, demand)),
    )
    return parts.answer(request, choice)


@own_eyes_only
def erase(request: HttpRequest, visit: Visit) -> HttpResponse:
    """See what goes, what stays and what stands in the way, then ask for it."""
    if request.method == "POST":
        return to_case(visit.file(request, Kind.ERASE, Demand()))
    plan = plans.made(visit.person.pk, at=visit.at)
    context = {
        "visit": visit,
        "pages": visit.pages,
        "plan": plan,
        "fates": showing.fates(plan.as_json()),
        "cooling": settings.COOLING_OFF_HOURS,
    }
    return render(request, "shop/your_data/erase.html", context)
