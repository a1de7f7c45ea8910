"""Who may see whose data: a fresh sign-in, or a guest's case proved in this browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from orders import terms
from orders.models import Order
from orders.views import behind_a_secret
from privacy import purposes
from privacy.cases import filing
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind, State
from privacy.people import Person
from privacy.purposes import Purpose
from shop.accounts import fresh
from shop.accounts.limits import TooManyTries
from shop.accounts.views import too_many
from shop.contact import limits, proof, stamp
from shop.same_origin import same_origin_only

SAID_KEY = "said"
"""Where a session keeps what the next page says once."""


@dataclass(frozen=True, repr=False)
class Visit:
    """One look of one person at their own data; `secret` is "" for account holders."""

    person: Person
    secret: str
    at: datetime

    def __repr__(self) -> str:
        return "<Visit>"

    def address(self, name: str, *parts: str) -> str:
        """Return the address of one of these pages, such as "clear" or ""."""
        named = "-".join(filter(None, ("shop:your-data", name)))
        if not self.secret:
            return reverse(named, args=parts)
        return reverse(f"{named}-guest", args=[self.secret, *parts])

    @property
    def pages(self) -> dict[str, str]:
        """The addresses of all these pages, for the links of one."""
        return {
            "home": self.address(""),
            "name": self.address("correct", "name"),
            "email": self.address("correct", "email"),
            "address": self.address("correct", "address"),
            "copy": self.address("copy"),
            "clear": self.address("clear"),
            "erase": self.address("erase"),
        }

    @property
    def stamp(self) -> str:
        """What a form sends back, so that sent twice it opens one case."""
        return stamp.new(at=self.at)

    def file(self, request: HttpRequest, kind: Kind, demand: Demand) -> Case:
        """Open a case for this person. Raises TooManyTries.

        The sign-in proves who an account holder is; a guest proves it once more.
        """
        with purposes.using(Purpose.OWN_REQUEST, by=self.person):
            email, country = self.person.email, _country(self.person)
        limits.count_filing(request, email, at=self.at)
        return filing.file(
            kind=kind,
            email=email,
            demand=demand,
            country=country,
            at=self.at,
            person=None if self.secret else self.person,
            form=request.POST.get("stamp", ""),
        )


def _country(person: Person) -> str:
    """The country that the newest parcel went to; ours where there was none."""
    newest = Order.objects.of(person).first()
    address = newest.delivery_address if newest else None
    return address.country if address else terms.home()


Page = Callable[..., HttpResponse]


def own_eyes_only(view: Page) -> Page:
    """Let the view run as `view(request, visit)` for the person; lead others away."""

    @csrf_exempt
    @same_origin_only
    @sensitive_post_parameters()
    @behind_a_secret
    @wraps(view)
    def guarded(request: HttpRequest, secret: str = "", **more: Any) -> HttpResponse:
        at = timezone.now()
        person = _guest(request, secret, at) if secret else fresh.person(request, at=at)
        if not isinstance(person, Person):
            return person or _knock(request, at)
        try:
            return view(request, Visit(person, secret, at), **more)
        except TooManyTries as wait:
            return too_many(request, wait)

    return guarded  # type: ignore[return-value] # the decorators above are views too


def _guest(request: HttpRequest, secret: str, at: datetime) -> Person | HttpResponse:
    """The person of a case that was proved here within the hour, or what to say."""
    case = filing.found(secret)
    if case is None or case.kind != Kind.SEE:
        raise Http404
    if case.state in (State.RECEIVED, State.AWAITING_IDENTITY):
        there = reverse("shop:case", args=[secret])
        return HttpResponseRedirect(there, status=303)
    if proof.holds(request, case, at=at) and isinstance(case.person, Person):
        return case.person
    context = {"secret": secret}
    return render(request, "shop/your_data/over.html", context, status=410)


def _knock(request: HttpRequest, at: datetime) -> HttpResponse:
    """Say how to get in: a password again, a sign-in, or a code by mail."""
    if request.path != reverse("shop:your-data"):
        return HttpResponseRedirect(reverse("shop:your-data"), status=303)
    signed_in = request.user if isinstance(request.user, Person) else None
    context = {
        "again": signed_in is not None and signed_in.email_proven_at is not None,
        "unproven": signed_in is not None and signed_in.email_proven_at is None,
    }
    return render(request, "shop/your_data/knock.html", context)
