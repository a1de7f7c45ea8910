"""The page of the test provider, on which the customer says what the bank would say."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from orders import fulfilment, payments
from orders.order import Order
from orders.payments import AlreadySettled
from orders.views import behind_a_secret, facts, found, pay_page, to_page


@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def pay(request: HttpRequest, secret: str) -> HttpResponse:
    """The test provider's page: approve or decline. Sent twice, it acts once.

    What is paid elsewhere has a page of its own, to which this leads.
    """
    placed = found(secret)
    page = pay_page(placed)
    if page != "orders:pay":
        return to_page(page.removeprefix("orders:") or "order", secret)
    if request.method == "POST":
        return to_page(_answered(placed, request.POST.get("answer", "")), secret)
    return render(request, "orders/pay.html", facts(placed, secret))


def _answered(order: Order, answer: str) -> str:
    """Do what the button says and return the page that follows.

    What was settled in the meantime stays settled.
    """
    if answer not in {"approve", "decline"}:
        return "pay"
    try:
        if answer == "decline":
            payments.decline(order=order, at=timezone.now())
            return "pay"
        fulfilment.mark_paid(order=order, at=timezone.now(), by=None)
    except (fulfilment.WrongState, AlreadySettled):
        return "order"
    return "order"
