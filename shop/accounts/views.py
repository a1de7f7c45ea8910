"""Signing in and out, one's own orders, and passwords by mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import (
    authenticate,
    login,
    logout,
    update_session_auth_hash,
)
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from privacy import nudging, people
from privacy.encryption.blind import normalised_email
from privacy.identifiers import new_id
from privacy.letters import returned
from privacy.models import Person
from shop.accounts import history, limits, passwords, tasks
from shop.accounts.forms import ChangeForm, ChooseForm, ProveForm, ResetForm, SignInForm
from shop.accounts.limits import TooManyTries
from shop.accounts.models import ResetLink
from shop.accounts.passwords import LinkOver, WrongPassword
from shop.checkout import drafts
from shop.checkout.steps import see_other
from shop.policy import telling
from shop.same_origin import same_origin_only

form_page = require_http_methods(["GET", "HEAD", "POST"])
NOT_RIGHT = "The email or password is not right."
NOT_CHOSEN = "That is not the password that was chosen."
SAID = {
    "reset": "Your password is changed. Sign in with the new one.",
    "out": "You are signed out.",
}


@csrf_exempt
@same_origin_only
@sensitive_post_parameters("password")
@never_cache
@form_page
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in. The form sets no cookie, and all failures read the same."""
    onward = _local(request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated:
        return HttpResponseRedirect(onward, status=303)
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = _recognised(request, form.cleaned_data, at=timezone.now())
        except TooManyTries as wait:
            return too_many(request, wait)
        if person is not None:
            login(request, person)
            return HttpResponseRedirect(onward, status=303)
        form.add_error(None, NOT_RIGHT)
    said = SAID.get(request.GET.get("said", ""))
    context = {"form": form, "next": onward, "said": said}
    return render(request, "shop/accounts/sign_in.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, and leave nothing half typed behind for the next person."""
    draft = drafts.of_session(request.session, at=timezone.now())
    if draft is not None:
        drafts.discard(draft)
    logout(request)
    return see_other("shop:sign-in", said="out")


@login_required
@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show the orders of whoever is signed in, those from before the account too."""
    person = _person(request)
    context = {
        "page": history.page(person=person, before=request.GET.get("before", "")),
        "changed": request.GET.get("said") == "changed",
        "returned": returned.notice(person_id=person.pk, at=timezone.now()),
        "policy_news": telling.to_show(person, at=timezone.now()),
    }
    return render(request, "shop/accounts/account.html", context)


@login_required
@sensitive_post_parameters()
@never_cache
@form_page
def password_change(request: HttpRequest) -> HttpResponse:
    """Change the password; a letter tells the owner of the address."""
    person, at = _person(request), timezone.now()
    typed = request.POST if request.method == "POST" else None
    if typed is not None:
        try:
            limits.CHANGE.count(str(person.pk), at=at)
        except TooManyTries as wait:
            return too_many(request, wait)
    form = ChangeForm(typed, person=person)
    if form.is_valid():
        new = form.cleaned_data["new_password"]
        passwords.change(person=person, password=new, at=at)
        update_session_auth_hash(request, person)
        return see_other("shop:account", said="changed")
    return render(request, "shop/accounts/password_change.html", {"form": form})


@sensitive_post_parameters()
@never_cache
@form_page
def password_prove(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the chosen password again, then turn it on and sign in."""
    at = timezone.now()
    form = ProveForm(request.POST if request.method == "POST" else None)
    try:
        passwords.pending(token, at=at)
        if form.is_valid():
            limits.PROVE.count(token, at=at)
            typed = form.cleaned_data["password"]
            person = passwords.prove(token=token, password=typed, at=at)
            login(request, person, backend="privacy.signing_in.PersonBackend")
            return see_other("shop:account")
    except LinkOver:
        return render(request, "shop/accounts/link_over.html", status=410)
    except TooManyTries as wait:
        return too_many(request, wait)
    except WrongPassword:
        form.add_error("password", NOT_CHOSEN)
    return render(request, "shop/accounts/password_prove.html", {"form": form})


@csrf_exempt
@same_origin_only
@never_cache
@form_page
def reset(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer and the work are the same for every address."""
    form = ResetForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "shop/accounts/reset.html", {"form": form})
    at, email = timezone.now(), form.cleaned_data["email"]
    try:
        limits.RESET_NETWORK.count(limits.network(request), at=at)
        limits.RESET.count(normalised_email(email), at=at)
    except TooManyTries as wait:
        return too_many(request, wait)
    person = people.find(email=email)
    # The task is asked in any case; an id that is nobody's gets no letter.
    asked = str(person.pk if person else new_id())
    nudging.nudge(tasks.answer_reset, asked, at.isoformat())
    context = {"until": at + ResetLink.LIFE}
    return render(request, "shop/accounts/reset_asked.html", context)


@sensitive_post_parameters()
@never_cache
@form_page
def reset_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password through a mailed link. Only sending the form acts."""
    at = timezone.now()
    form = ChooseForm(request.POST if request.method == "POST" else None)
    try:
        passwords.resettable(token, at=at)
        if form.is_valid():
            new = form.cleaned_data["new_password"]
            passwords.reset(token=token, password=new, at=at)
            return see_other("shop:sign-in", said="reset")
    except LinkOver:
        return render(request, "shop/accounts/link_over.html", status=410)
    return render(request, "shop/accounts/reset_confirm.html", {"form": form})


def too_many(request: HttpRequest, wait: TooManyTries) -> HttpResponse:
    """Say until when to wait (RFC 6585, section 4)."""
    local = timezone.localtime(wait.until)
    response = render(request, "429.html", {"wait": f"until {local:%H:%M}"}, status=429)
    left = wait.until - timezone.now()
    response.headers["Retry-After"] = str(max(1, int(left.total_seconds())))
    return response


def _recognised(
    request: HttpRequest, told: dict[str, Any], *, at: datetime
) -> Person | None:
    """The person whose email and password these are. Raises TooManyTries."""
    address, network = normalised_email(told["email"]), limits.network(request)
    limits.SIGN_IN_NETWORK.count(network, at=at)
    limits.SIGN_IN.count(address, network, at=at)
    person = authenticate(request, username=told["email"], password=told["password"])
    if not isinstance(person, Person):
        return None
    limits.SIGN_IN.forget(address, network, at=at)
    return person


def _local(address: str) -> str:
    """The address if it is a path of ours, else the account page."""
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts=None
    )
    return address if ours else resolve_url("shop:account")


def _person(request: HttpRequest) -> Person:
    """Whoever is signed in; login_required has made sure that somebody is."""
    if not isinstance(request.user, Person):
        raise TypeError("Nobody is signed in.")
    return request.user
