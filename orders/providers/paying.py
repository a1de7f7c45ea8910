"""The customer's pages about paying on Stripe's: on the way there, and on the way back.

Neither believes an address: what they show is what the database knows.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from orders.order import Order
from orders.payment import Payment
from orders.payments import Refused, Unreachable
from orders.providers import agreeing, opening, tasks
from orders.providers.stripe import NotAgreed
from orders.views import behind_a_secret, facts, found, pay_page, to_page
from privacy import consent, purposes
from privacy.consent import SentenceChanged
from privacy.nudging import nudge
from privacy.purposes import Purpose

REMEMBERED = "paying"
"""What the browser's session calls the checkout that is being paid: a random id."""
_UNREACHED = (
    "We could not reach {name} just now. Nothing was charged. Wait a minute, then try "
    "again."
)
_REFUSED = (
    "{name} did not open a page for this order. Nothing was charged. Write to us, and "
    "pay another way."
)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def away(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the link to Stripe's page, what Stripe hears, and what it needs before.

    A form has the page opened, gives the agreement, or takes it back.
    """
    placed = found(secret)
    if pay_page(placed) != "orders:pay-away":
        return to_page("order", secret)
    if request.method == "POST":
        return _done(request, placed, secret)
    return _shown(request, placed, secret)


@require_safe
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """Go on to the order that this browser went to pay, and ask how it stands.

    Stripe sends everybody here, paid or not, and knows no secret of ours.
    """
    order = _remembered(request)
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        if order is None or not order.link:
            return render(request, "orders/back.html")
        there = order.path_for_customer()
    rows = Payment.objects.filter(order=order, asks_at__isnull=False)
    if rows.update(asks_at=timezone.now()):
        nudge(tasks.ask, str(order.payment.pk))
    return HttpResponseRedirect(there, status=303)


def _done(request: HttpRequest, placed: Order, secret: str) -> HttpResponse:
    """Do what the button says, then show the page again."""
    at, digest = timezone.now(), request.POST.get("words", "")
    if "back" in request.POST:
        agreeing.take_back(order=placed, at=at)
        return to_page("pay-away", secret)
    try:
        if digest:
            agreeing.agree_again(order=placed, digest=digest, at=at)
        opening.open_page(order=placed, at=at)
    except (SentenceChanged, NotAgreed):
        return to_page("pay-away", secret)
    except Unreachable:
        return _shown(request, placed, secret, said=_UNREACHED, status=503)
    except Refused:
        return _shown(request, placed, secret, said=_REFUSED, status=503)
    return to_page("pay-away", secret)


def _shown(
    request: HttpRequest,
    placed: Order,
    secret: str,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    payment, sentence = placed.payment, agreeing.sentence(placed.payment.method)
    to = agreeing.recipient(payment.method)
    agreed = agreeing.covers(payment)
    page = opening.page_of(payment) if agreed and not payment.doubted_at else ""
    if page:
        request.session[REMEMBERED] = str(placed.checkout_id)
    more: dict[str, Any] = {
        "provider": to,
        "agreed": agreed,
        "sentence": sentence,
        "words": consent.digest(sentence),
        "page": page,
        "doubted": payment.doubted_at is not None,
        "said": said.format(name=to.name if to else ""),
    }
    told = facts(placed, secret) | more
    return render(request, "orders/away.html", told, status=status)


def _remembered(request: HttpRequest) -> Order | None:
    with suppress(ValueError):
        number = UUID(str(request.session.get(REMEMBERED, "")))
        rows = Order.objects.select_related("payment")
        order: Order | None = rows.filter(checkout_id=number).first()
        return order
    return None
