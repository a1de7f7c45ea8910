"""The customer's page about one refund: which account the money goes to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from orders import limits, money, terms
from orders.order import Order
from orders.refunds import giving
from orders.refunds.account import Kind
from orders.refunds.forms import FORMS, AccountForm, usual
from orders.refunds.refund import Refund
from orders.states import WrongState
from orders.views import behind_a_secret, found
from privacy import masking
from privacy.tries import TooManyTries

TOO_MANY = "Accounts were typed too often. Wait until {}, then send it"
NAMES = {
    Kind.UK: "United Kingdom",
    Kind.IBAN: "IBAN",
    Kind.US: "United States",
    Kind.OTHER: "Another country",
}


@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def account(request: HttpRequest, secret: str, refund_id: UUID) -> HttpResponse:
    """Take the account, show it masked, and let it be changed until it is used."""
    order = found(secret)
    refund = _of(order, refund_id)
    if not refund.takes_account:
        return _to("order", secret)
    if request.method == "POST":
        return _given(request, order, secret, refund)
    return _page(request, order, secret, refund, FORMS[_kind(request)]())


def _given(
    request: HttpRequest, order: Order, secret: str, refund: Refund
) -> HttpResponse:
    form = FORMS[_kind(request)](request.POST)
    if not form.is_valid():
        return _page(request, order, secret, refund, form, status=422)
    at = timezone.now()
    try:
        limits.ACCOUNTS.count(request, order, at=at)
        giving.give(refund=refund, account=form.account(), at=at)
    except TooManyTries as wait:
        form.add_error(None, TOO_MANY.format(limits.clock(wait)))
        return limits.later(_page(request, order, secret, refund, form), wait, at=at)
    except WrongState:
        return _to("order", secret)
    return _to("refund_account", secret, refund.pk)


def _page(
    request: HttpRequest,
    order: Order,
    secret: str,
    refund: Refund,
    form: AccountForm,
    *,
    status: int = 200,
) -> HttpResponse:
    masked = masking.masked(refund, "account")
    facts: dict[str, Any] = {
        "order": order,
        "secret": secret,
        "refund": refund,
        "amount": money.shown(refund.amount, refund.currency),
        "form": form,
        "masked": masked,
        "asks": not masked or "account" in request.GET or form.is_bound,
        "kinds": [(kind, name, kind == form.kind) for kind, name in NAMES.items()],
    }
    return render(request, "orders/refund_account.html", facts, status=status)


def _of(order: Order, refund_id: UUID) -> Refund:
    refund: Refund | None = Refund.objects.filter(order=order, pk=refund_id).first()
    if refund is None:
        raise Http404
    return refund


def _kind(request: HttpRequest) -> Kind:
    """The kind of account that the page was asked for; else what most have here."""
    asked = request.GET.get("account", "")
    return Kind(asked) if asked in Kind.values else usual(terms.home())


def _to(page: str, *args: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"orders:{page}", args=args), status=303)
