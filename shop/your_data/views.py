"""The page Your data, and the password that opens it once more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from privacy.cases.case import Demand
from privacy.cases.states import Kind
from privacy.letters import returned
from privacy.people import Person
from shop.accounts import fresh, limits
from shop.accounts.limits import TooManyTries
from shop.accounts.views import too_many
from shop.contact.views import to_case
from shop.same_origin import same_origin_only
from shop.your_data import holdings
from shop.your_data.forms import PasswordForm
from shop.your_data.visit import SAID_KEY, Visit, own_eyes_only

SAID = {"name": "Your name is changed, in every open order too."}


@require_safe
@own_eyes_only
def your_data(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show everything that is held."""
    only = request.GET.get("all", "")
    told = holdings.facts(visit.person, only=only, at=visit.at)
    context = told | {
        "visit": visit,
        "pages": visit.pages,
        "returned": returned.notice(person_id=visit.person.pk, at=visit.at),
        "said": SAID.get(request.session.pop(SAID_KEY, ""), ""),
    }
    return render(request, "shop/your_data/your_data.html", context)


@csrf_exempt
@same_origin_only
@sensitive_post_parameters()
@never_cache
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Take the password once more from somebody who is signed in."""
    person, at = request.user, timezone.now()
    there = HttpResponseRedirect(reverse("shop:your-data"), status=303)
    if not isinstance(person, Person):
        return there
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            limits.CHANGE.count(str(person.pk), at=at)
        except TooManyTries as wait:
            return too_many(request, wait)
        if person.check_password(form.cleaned_data["password"]):
            fresh.mark(request, at=at)
            return there
        form.add_error("password", "That is not your password")
    context = {"again": True, "form": form}
    return render(request, "shop/your_data/knock.html", context)


@own_eyes_only
def copy(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say what a copy is; sent, ask the worker for one."""
    if request.method == "POST":
        return to_case(visit.file(request, Kind.COPY, Demand()))
    context = {"visit": visit, "pages": visit.pages}
    return render(request, "shop/your_data/copy.html", context)
