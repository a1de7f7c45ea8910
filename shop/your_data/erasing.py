"""Clearing a part, or everything: first what goes and what stays, then the request."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from privacy.cases import planning
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind
from privacy.copies import gathering
from privacy.erasure import plans
from privacy.people import Person
from shop.contact import showing
from shop.contact.views import to_case
from shop.your_data import holdings
from shop.your_data.forms import PartForm
from shop.your_data.visit import Visit, own_eyes_only

NEVER_A_PART = frozenset({Person._meta.label, Case._meta.label})
"""The person goes with everything; requests go on their own date."""
MOST = 200
"""Of each kind; what is older goes by its date."""


@own_eyes_only
def clear(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose a part, see what goes and what stays, then ask for it."""
    form = PartForm(
        request.POST if request.method == "POST" else None,
        offered=_offered(visit),
        today=timezone.localdate(visit.at),
    )
    context = {"visit": visit, "pages": visit.pages, "form": form, "most": MOST}
    if not form.is_valid():
        return render(request, "shop/your_data/clear.html", context)
    demand = form.demand()
    if "send" in request.POST:
        return to_case(visit.file(request, Kind.CLEAR, demand))
    plan = _plan(visit, demand, Kind.CLEAR)
    context |= {"plan": plan, "fates": showing.fates(plan.as_json())}
    return render(request, "shop/your_data/clear.html", context)


@own_eyes_only
def erase(request: HttpRequest, visit: Visit) -> HttpResponse:
    """See what goes, what stays and what stands in the way, then ask for it."""
    if request.method == "POST":
        return to_case(visit.file(request, Kind.ERASE, Demand()))
    plan = _plan(visit, Demand(), Kind.ERASE)
    context = {
        "visit": visit,
        "pages": visit.pages,
        "plan": plan,
        "fates": showing.fates(plan.as_json()),
        "cooling": settings.COOLING_OFF_HOURS,
    }
    return render(request, "shop/your_data/erase.html", context)


def _plan(visit: Visit, demand: Demand, kind: Kind) -> plans.Plan:
    scope = planning.scope(demand, kind)
    return plans.made(visit.person.pk, scope=scope, at=visit.at)


def _offered(visit: Visit) -> list[tuple[str, str]]:
    """Every record that can go alone, newest first, by what it is called."""
    groups = gathering.held(visit.person, visit.at)
    return [
        (f"{section.label}:{record.row.id}", record.title)
        for section in holdings.sections(groups, at_most=MOST)
        for record in section.records
        if section.label not in NEVER_A_PART
    ]
