"""The page of choices: for whoever is signed in, and behind the link of an order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from orders import agreement
from orders.models import Order
from orders.views import behind_a_secret
from orders.views import found as order_behind
from privacy.consent import Consent, SentenceChanged
from privacy.people import Person
from shop.choices import agreed
from shop.same_origin import same_origin_only

SAID = {
    "back": "Taken back. It counts from this moment. A receipt is on its way to you.",
    "again": "Agreed. A receipt is on its way to you.",
    "changed": "The words have changed since. Read them once more before you agree.",
    "same": "Nothing changed: it was so already.",
}


@csrf_exempt
@same_origin_only
@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def own(request: HttpRequest) -> HttpResponse:
    """Show all that somebody agreed to who is signed in, and do what a button says.

    An address that nobody proved is only a claim: it shows nothing, and changes
    nothing (403).
    """
    person = request.user
    if not isinstance(person, Person) or person.email_proven_at is None:
        told = {"unproven": isinstance(person, Person)}
        status = 403 if request.method == "POST" else 200
        return render(request, "shop/choices/door.html", told, status=status)
    orders, rows = Order.objects.of(person), Consent.objects.filter(person=person)
    if request.method == "POST":
        said = _do(request, rows=rows, orders=orders)
        return _to(reverse("shop:choices"), said)
    open_ones = orders.filter(closed_at=None).select_related("consent")
    return _page(request, agreed.told(rows, open_ones))


@csrf_exempt
@same_origin_only
@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def of_order(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what one order rests on, for whoever has its link, and act on a button."""
    order = order_behind(secret)
    # The carrier's hangs on the order, that of who takes the payment on the payment.
    rows = Consent.objects.filter(Q(orders=order) | Q(payments__order=order))
    if request.method == "POST":
        said = _do(request, rows=rows, orders=Order.objects.filter(pk=order.pk))
        return _to(reverse("shop:choices-of-order", args=[secret]), said)
    back = reverse("orders:order", args=[secret])
    return _page(request, agreed.told(rows, [order]), order=order, back=back)


def _do(request: HttpRequest, *, rows: Any, orders: Any) -> str:
    """Do what the button says to one of these rows, and return what to say of it."""
    back, again = request.POST.get("back", ""), request.POST.get("again", "")
    if again:
        return _agree(orders, again, request.POST.get("words", ""))
    found = rows.filter(pk=back).first() if _is_id(back) else None
    return _take_back(found) if found else "same"


def _take_back(row: Consent) -> str:
    order: Order | None = Order.objects.filter(consent=row).first()
    done = agreement.withdraw(order=order, agreed=row, at=timezone.now())
    return "back" if done else "same"


def _agree(orders: Any, number: str, words: str) -> str:
    # PostgreSQL can't look for a text that holds a NUL.
    found = orders.filter(number=number).first() if number.isprintable() else None
    order: Order | None = found
    if order is None:
        return "same"
    try:
        done = agreement.agree_again(order=order, words=words, at=timezone.now())
    except SentenceChanged:
        return "changed"
    return "again" if done else "same"


def _page(
    request: HttpRequest,
    told: agreed.Told,
    order: Order | None = None,
    back: str = "",
) -> HttpResponse:
    said = request.GET.get("said", "")
    context = {
        "agreed": told.agreed,
        "asked": told.asked,
        "order": order,
        "back": back,
        "said": SAID.get(said, ""),
        "tone": "warn" if said == "changed" else "ok",
    }
    return render(request, "shop/choices/choices.html", context)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _to(path: str, said: str) -> HttpResponse:
    return HttpResponseRedirect(f"{path}?said={said}", status=303)
