"""One's own factors: what is set up, setting up another, taking one away."""

from __future__ import annotations

import functools
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from privacy.second_factors import (
    authenticator,
    changing,
    codes,
    door,
    passkeys,
    standing,
)
from privacy.second_factors.again import require_fresh
from privacy.second_factors.changing import LastOne
from privacy.second_factors.door import View, for_staff, form_page, page, person_of, to
from privacy.second_factors.factor import Factor
from privacy.second_factors.forms import ConfirmForm

MADE = "made_passkey"
NOT_YET = "That code is not right. Check the clock of your phone, and try again."
NOT_MADE = "No passkey was made. Try again, or use an authenticator app."
LAST = "This is your only second factor. Set up another one first."


def may_change(view: View) -> View:
    """Let in who showed a factor just now, and who has none yet."""
    fresh = require_fresh(view)

    @for_staff
    @functools.wraps(view)
    def asked(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if not changing.has_any(person_of(request)):
            return view(request, *args, **named)
        if not standing.is_verified(request):
            return to("admin:factor", next=request.get_full_path())
        return fresh(request, *args, **named)

    return asked


@for_staff
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what is set up, and what can be."""
    if changing.has_any(person_of(request)) and not standing.is_verified(request):
        return to("admin:factor", next=request.get_full_path())
    return _overview(request)


@may_change
@require_POST
def begin_app(request: HttpRequest) -> HttpResponse:
    """Make a seed and go to the page that shows it."""
    made = authenticator.begin(person=person_of(request), at=timezone.now())
    return to_app(made)


@may_change
@sensitive_post_parameters()
@form_page
def app(request: HttpRequest, factor_id: UUID) -> HttpResponse:
    """Show the seed once, and ask for a code that only its holder knows."""
    at, person = timezone.now(), person_of(request)
    factor = Factor.objects.begun(person, at=at).filter(pk=factor_id).first()
    if factor is None:
        return to("admin:factors")
    form = ConfirmForm(request.POST if "code" in request.POST else None)
    if form.is_valid():
        typed = "".join(form.cleaned_data["code"].split())
        if changing.confirm_app(factor, typed, at=at):
            return _set_up(request, factor)
        form.add_error("code", NOT_YET)
    seed = authenticator.seed(factor)
    told = {
        "title": "Set up an authenticator app",
        "form": form,
        "action": request.get_full_path(),
        "seed": " ".join(seed[start : start + 4] for start in range(0, len(seed), 4)),
        # Drawn by segno from the seed alone.
        "picture": mark_safe(authenticator.picture(seed)),  # noqa: S308 - no input in it
    }
    return page(request, "app", told, status=422 if form.errors else 200)


@may_change
@form_page
def passkey(request: HttpRequest) -> HttpResponse:
    """Let the browser make a passkey, and keep its public half."""
    at, person = timezone.now(), person_of(request)
    answer = request.POST.get(MADE, "")
    refused = ""
    if answer:
        try:
            made = changing.make_passkey(request, answer, person=person, at=at)
            return _set_up(request, made)
        except passkeys.NotRight:
            refused = NOT_MADE
    works = passkeys.works_here(request)
    told = {
        "title": "Set up a passkey",
        "options": passkeys.to_make(request, person) if works else "",
        "passkey_field": MADE,
        "refused": refused,
    }
    return page(request, "passkey", told, status=422 if refused else 200)


@may_change
@require_POST
def new_codes(request: HttpRequest) -> HttpResponse:
    """Make ten recovery codes, and show them this once."""
    if not changing.has_any(person_of(request)):
        return to("admin:factors")
    return _codes(request)


@may_change
@require_POST
def remove(request: HttpRequest, factor_id: UUID) -> HttpResponse:
    """Take one factor away, unless it is the last."""
    factor = Factor.objects.of(person_of(request).pk).filter(pk=factor_id).first()
    if factor is None:
        raise Http404
    try:
        changing.remove(factor, at=timezone.now())
    except LastOne:
        return _overview(request, refused=LAST, status=409)
    return to("admin:factors")


def to_app(factor: Factor) -> HttpResponse:
    """Send the browser to the page with the seed."""
    there = reverse("admin:factor_app", args=[factor.pk])
    return HttpResponseRedirect(there, status=303)


def _overview(
    request: HttpRequest, *, refused: str = "", status: int = 200
) -> HttpResponse:
    person = person_of(request)
    rows = Factor.objects.of(person.pk).order_by("confirmed_at")
    told = {
        "title": "Your second factors",
        "factors": rows,
        "left": codes.left(person),
        "may_reset": person.has_perm("privacy.reset_factors"),
        "refused": refused,
    }
    return page(request, "overview", told, status=status)


def _set_up(request: HttpRequest, factor: Factor) -> HttpResponse:
    """Go on after a factor was set up: the first time with recovery codes."""
    at, person = timezone.now(), person_of(request)
    first = not codes.left(person)
    door.opened(request, factor, at=at)
    answer = _codes(request, told=True) if first else to("admin:factors")
    return door.with_device(request, answer, at=at, told=first)


def _codes(request: HttpRequest, *, told: bool = False) -> HttpResponse:
    person, at = person_of(request), timezone.now()
    made = changing.make_codes(person=person, told=told, at=at)
    shown = {"title": "Your recovery codes", "codes": made}
    return page(request, "codes", shown)
