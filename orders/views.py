"""The customer's pages about one order, behind its secret link."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from orders import agreement as agreements
from orders import finding, payments, sections, telling
from orders.order import Order
from orders.payments import UnknownMethod
from orders.sections import About
from orders.timeline import timeline
from privacy import masking, purposes
from privacy.consent import SentenceChanged, digest
from privacy.purposes import Purpose

View = Callable[..., HttpResponse]


def behind_a_secret(view: View) -> View:
    """Keep what the view answers out of caches and search engines."""

    @wraps(view)
    def kept_private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return never_cache(kept_private)


@require_safe
@behind_a_secret
def order(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the order: where it stands, what it costs, what the shop holds of it.

    A page of the site may show more around it: with ``facts``, behind the same
    secret, in a template that extends orders/order.html.
    """
    return render(request, "orders/order.html", facts(found(secret), secret))


@require_http_methods(["POST"])
@behind_a_secret
def agreement(request: HttpRequest, secret: str) -> HttpResponse:
    """Take back the agreement that the carrier gets name and address, or give it.

    ``again`` is the hash of the sentence that the button stood beside. Where the
    words have changed since, the page shows today's.
    """
    placed, again = found(secret), request.POST.get("again", "")
    if not again:
        agreements.take_back(order=placed, at=timezone.now())
        return to_page("order", secret)
    with suppress(SentenceChanged):
        agreements.agree_again(order=placed, words=again, at=timezone.now())
    return to_page("order", secret)


def found(secret: str) -> Order:
    """The order behind a secret link, or Http404 after the same one query."""
    order = finding.behind(secret)
    if order is None:
        raise Http404
    return order


def facts(order: Order, secret: str) -> dict[str, Any]:
    """Everything that a page about the order shows, opened to confirm it.

    ``secret`` is the one of the page's address, for links to itself and to payment.
    """
    events = finding.events(order)
    about = About(order, tuple(events), at=timezone.now(), secret=secret)
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        return {
            "order": order,
            "parts": sections.shown(about),
            "now": telling.now(order),
            "next_steps": telling.next_steps(order),
            "bill": telling.bill(order, finding.lines(order)),
            "address": telling.address_lines(order),
            "email": masking.masked(order, "contact_email"),
            "timeline": timeline(order, events),
            "transfer": telling.transfer(order.payment),
            "pays_here": bool(pay_page(order)),
            "declined": order.payment.state == "declined",
            "agreed": agreements.standing(order),
            "taken_back": agreements.taken_back(order),
            "to_agree": _to_agree(order),
            "held": telling.held(order),
            "erased": telling.erased(order),
            "books_until": telling.day(order.books_kept_until()),
            "secret": secret,
        }


def _to_agree(order: Order) -> dict[str, str]:
    """The sentence without which the parcel stays, and its hash for the form."""
    sentence = agreements.asked(order)
    return {"sentence": sentence, "words": digest(sentence)} if sentence else {}


def pay_page(order: Order) -> str:
    """The name of the page of ours that still waits for the payment, else ""."""
    try:
        page = payments.method(order.payment.method).page
    except UnknownMethod:
        return ""
    return page if order.payment.is_unsettled else ""


def to_page(page: str, secret: str) -> HttpResponse:
    """Go to another page behind the same secret after something was done."""
    there = reverse(f"orders:{page}", args=[secret])
    return HttpResponseRedirect(there, status=303)
