"""The page between password and staff pages, and what all pages here share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from privacy.people import Person
from privacy.second_factors import (
    changing,
    devices,
    notices,
    passkeys,
    showing,
    standing,
)
from privacy.second_factors.forms import CodeForm
from privacy.second_factors.showing import WrongCode
from privacy.tries import TooManyTries

View = Callable[..., HttpResponse]
Page = Callable[..., HttpResponse]
form_page = require_http_methods(["GET", "HEAD", "POST"])
PASSKEY_FIELD = "factor_passkey"
NOT_RIGHT = "That code is not right, or was used before. Wait for the next one."
NOT_THIS = "That passkey did not answer for this account. Try again, or enter a code."


def for_staff(view: View) -> View:
    """Show a page to staff who have typed their password, and to nobody else."""

    @functools.wraps(view)
    def shown(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        user: Any = request.user
        known = user.is_active and getattr(user, "is_staff", False)
        # Where a session is over the sign-in page ends it, and says so.
        if not known or standing.is_over(request, at=timezone.now()):
            return to("admin:login", next=request.get_full_path())
        return view(request, *args, **named)

    return shown


@for_staff
@sensitive_post_parameters()
@form_page
def show(request: HttpRequest) -> HttpResponse:
    """Take a factor, and let its owner into the staff pages."""
    person, there = person_of(request), onward(request)
    if standing.is_verified(request):
        return HttpResponseRedirect(there, status=303)
    if not changing.has_any(person):
        return to("admin:factors", next=there)
    asking = try_here(request, at=timezone.now())
    if asking is None:
        answer = HttpResponseRedirect(there, status=303)
        return with_device(request, answer, at=timezone.now())
    return asking(request, "show", {"title": "Second step", "next": there})


def try_here(request: HttpRequest, *, at: datetime) -> Page | None:
    """Take what was sent as a factor; return a page that asks, None once it was right.

    The page takes the request, the name of a template and what else that shows.
    """
    sent = request.method == "POST" and (
        "factor_code" in request.POST or PASSKEY_FIELD in request.POST
    )
    form, status = CodeForm(request.POST if sent else None), 200
    headers: dict[str, str] = {}
    if sent:
        try:
            if _taken(request, form, at=at):
                return None
            status = 422
        except TooManyTries as wait:
            form.add_error(None, _wait(wait))
            status, headers = 429, {"Retry-After": _seconds(wait, at)}
    return functools.partial(_asking, form=form, status=status, headers=headers)


def with_device(
    request: HttpRequest, answer: HttpResponse, *, at: datetime, told: bool = False
) -> HttpResponse:
    """Give the browser its number, and write to its owner if it is a new one.

    `told` is for who has just had a letter that says as much.
    """
    person = person_of(request)
    number = request.COOKIES.get(devices.COOKIE, "")
    number, is_new = devices.remember(person, number, at=at)
    if is_new and not told:
        notices.new_device(person, at=at)
    answer.set_cookie(
        devices.COOKIE,
        number,
        max_age=devices.LIFE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def opened(request: HttpRequest, factor: Any, *, at: datetime) -> None:
    """Note that the factor was shown, in a session with a new number (ASVS 7.2.4)."""
    request.session.cycle_key()
    standing.mark(request, factor=factor.pk, at=at)


def page(
    request: HttpRequest, name: str, told: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Return a page within the staff pages' frame."""
    frame = admin.site.each_context(request)
    template = f"privacy/second_factors/{name}.html"
    return TemplateResponse(request, template, {**frame, **told}, status=status)


def person_of(request: HttpRequest) -> Person:
    """Return who is signed in; for_staff lets nobody else in."""
    return cast(Person, request.user)


def onward(request: HttpRequest) -> str:
    """Return where to go on to: a staff page that was asked for, or the first."""
    said = request.POST.get("next") or request.GET.get("next") or ""
    home = reverse("admin:index")
    ours = url_has_allowed_host_and_scheme(said, allowed_hosts=None)
    return said if ours and said.startswith(home) else home


def to(name: str, **asked: str) -> HttpResponse:
    """Send the browser to a page of the staff pages."""
    query = f"?{urlencode(asked)}" if asked else ""
    return HttpResponseRedirect(f"{reverse(name)}{query}", status=303)


def _taken(request: HttpRequest, form: CodeForm, *, at: datetime) -> bool:
    """Try the passkey or the code; a form with errors says why it was not taken."""
    person, answer = person_of(request), request.POST.get(PASSKEY_FIELD, "")
    where = showing.place(request, person)
    try:
        if answer:
            found = showing.by_passkey(
                request, answer, person=person, where=where, at=at
            )
        elif form.is_valid():
            typed = form.cleaned_data["factor_code"]
            found = showing.by_code(person=person, code=typed, where=where, at=at)
        else:
            return False
    except WrongCode:
        form.add_error(None, NOT_THIS if answer else NOT_RIGHT)
        return False
    opened(request, found, at=at)
    return True


def _asking(
    request: HttpRequest,
    name: str,
    told: dict[str, Any],
    *,
    form: CodeForm,
    status: int,
    headers: dict[str, str],
) -> HttpResponse:
    options = passkeys.to_use(request, person_of(request))
    facts = {"form": form, "options": options, "passkey_field": PASSKEY_FIELD, **told}
    answer = page(request, name, facts, status=status)
    for header, value in headers.items():
        answer.headers[header] = value
    return answer


def _wait(wait: TooManyTries) -> str:
    local = timezone.localtime(wait.until)
    return f"Too many tries. Try again at {local:%H:%M}."


def _seconds(wait: TooManyTries, at: datetime) -> str:
    return str(max(1, int((wait.until - at).total_seconds())))
