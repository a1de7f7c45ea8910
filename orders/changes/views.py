"""The pages on which the customer cancels the order, or sends it elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from orders import telling
from orders.changes import cancelling, redirecting
from orders.changes.form import AddressForm, typed_already
from orders.changes.redirecting import CostsOtherwise
from orders.order import Order
from orders.states import WrongState
from orders.views import behind_a_secret, found, to_page
from privacy import purposes
from privacy.purposes import Purpose


@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def cancel(request: HttpRequest, secret: str) -> HttpResponse:
    """Say what cancelling does, and do it when the button is pressed."""
    order = found(secret)
    if request.method == "POST":
        try:
            cancelling.cancel(order=order, at=timezone.now())
        except WrongState as refused:
            return _cancel_page(request, order, secret, instead=str(refused))
        return to_page("order", secret)
    late = "" if cancelling.is_open(order) else cancelling.instead(order)
    return _cancel_page(request, order, secret, instead=late)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def address(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for another address, and send the order there."""
    order = found(secret)
    if not redirecting.is_open(order):
        late = redirecting.instead(order)
        return _address_page(request, order, secret, instead=late)
    if request.method != "POST":
        return _address_page(request, order, secret, form=_first(order))
    form = AddressForm(request.POST)
    if form.asks_for_other_fields:
        return _address_page(request, order, secret, form=form.again())
    if form.is_valid():
        return _redirected(request, order, secret, form)
    return _address_page(request, order, secret, form=form)


def _first(order: Order) -> AddressForm:
    with purposes.using(Purpose.OWN_REQUEST):
        return AddressForm(initial=typed_already(order.delivery_address))


def _redirected(
    request: HttpRequest, order: Order, secret: str, form: AddressForm
) -> HttpResponse:
    try:
        redirecting.redirect(order=order, address=form.address, at=timezone.now())
    except WrongState as refused:
        return _address_page(request, order, secret, instead=str(refused))
    except CostsOtherwise as refused:
        form.add_error("country", str(refused))
        return _address_page(request, order, secret, form=form)
    return to_page("order", secret)


def _cancel_page(
    request: HttpRequest, order: Order, secret: str, *, instead: str
) -> HttpResponse:
    facts = {
        "order": order,
        "secret": secret,
        "instead": instead,
        "total": telling.bill(order).total,
        "payment": order.payment,
    }
    return render(
        request, "orders/cancel.html", facts, status=_status(request, instead)
    )


def _address_page(
    request: HttpRequest,
    order: Order,
    secret: str,
    *,
    form: AddressForm | None = None,
    instead: str = "",
) -> HttpResponse:
    facts: dict[str, Any] = {
        "order": order,
        "secret": secret,
        "form": form,
        "instead": instead,
    }
    with purposes.using(Purpose.OWN_REQUEST):
        facts["address"] = telling.address_lines(order)
    failed = form is not None and form.is_bound
    status = 422 if failed else _status(request, instead)
    return render(request, "orders/address.html", facts, status=status)


def _status(request: HttpRequest, instead: str) -> int:
    """409 where a button was pressed too late; a page that only says so is a page."""
    return 409 if instead and request.method == "POST" else 200
