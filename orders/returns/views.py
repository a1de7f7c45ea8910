"""The customer's pages about goods: to withdraw, to send back, to keep after all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from orders import telling
from orders.changes import cancelling
from orders.line import Line
from orders.order import Order
from orders.returns import asking, periods, quantities, saying
from orders.returns.coming_back import Return
from orders.returns.forms import ReturnForm, StatementForm, many_of
from orders.returns.periods import Terms
from orders.returns.words import OURS
from orders.states import WrongState
from orders.views import behind_a_secret, found, to_page
from privacy import masking, purposes
from privacy.purposes import Purpose

Quantities = Mapping[UUID, int]


@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def withdraw(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the statement, show it, and send it off once it is confirmed.

    Two steps, as article 11a of Directive 2011/83/EU has them. Confirmed twice, it is
    the same withdrawal.
    """
    order = found(secret)
    if _is_known(request, order):
        return to_page("order", secret)
    told = periods.terms_of(order, at=timezone.now())
    if told is None or not told.may_withdraw:
        return _instead(request, order, secret, asking.TOO_LATE)
    left = quantities.withdrawable(order)
    if not left:
        return _instead(request, order, secret, asking.NOTHING_LEFT)
    form = _statement(request, list(order.lines.all()), left)
    if not form.is_bound or "change" in request.POST or not form.is_valid():
        return _statement_page(request, order, secret, form)
    if "confirm" not in request.POST:
        return _confirm_page(request, order, secret, form, told)
    return _confirmed(request, order, secret, form)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def send_back(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask what comes back, why, and what is wanted for it."""
    order, at = found(secret), timezone.now()
    if _is_known(request, order):
        return to_page("order", secret)
    told, left = periods.terms_of(order, at=at), quantities.returnable(order)
    if told is None or not asking.is_any_in_time(told, at=at):
        late = asking.too_late(told, OURS[0])
        return _instead(request, order, secret, late)
    if not left:
        return _instead(request, order, secret, asking.NOTHING_TO_RETURN)
    form = _return_form(request, list(order.lines.all()), left, told)
    if form.is_bound and form.is_valid() and _announced(order, form):
        return to_page("order", secret)
    facts = {"form": form, "told": told, "withdraws": told.may_withdraw}
    return _page(request, "send_back", order, secret, facts, form=form)


@require_http_methods(["POST"])
@behind_a_secret
def keep(request: HttpRequest, secret: str, return_id: UUID) -> HttpResponse:
    """Call a return off. One that is here already stays, as the order's page says."""
    order = found(secret)
    coming_back = Return.objects.filter(order=order, pk=return_id).first()
    if coming_back is None:
        raise Http404
    with suppress(WrongState):
        asking.call_off(coming_back=coming_back, at=timezone.now())
    return to_page("order", secret)


def _is_known(request: HttpRequest, order: Order) -> bool:
    """Whether this very form was sent before: then what it says is done."""
    try:
        form_id = UUID(request.POST.get("form_id", ""))
    except ValueError:
        return False
    return bool(Return.objects.filter(order=order, form_id=form_id).exists())


def _statement(
    request: HttpRequest, lines: list[Line], left: Quantities
) -> StatementForm:
    first = {many_of(line): left[line.pk] for line in lines if line.pk in left}
    data = request.POST if request.method == "POST" else None
    return StatementForm(
        data, initial={**first, "form_id": uuid4()}, lines=lines, left=left
    )


def _return_form(
    request: HttpRequest, lines: list[Line], left: Quantities, told: Terms
) -> ReturnForm:
    return ReturnForm(
        request.POST if request.method == "POST" else None,
        initial={"form_id": uuid4()},
        lines=lines,
        left=left,
        told=told,
        offered={line.pk: asking.for_exchange(line) for line in lines},
    )


def _announced(order: Order, form: ReturnForm) -> bool:
    form_id, at = form.cleaned_data["form_id"], timezone.now()
    try:
        asking.announce(order=order, asked=form.said, form_id=form_id, at=at)
    except WrongState as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _statement_page(
    request: HttpRequest, order: Order, secret: str, form: StatementForm
) -> HttpResponse:
    facts = {"form": form, "whole": cancelling.is_open(order), **_who(order)}
    return _page(request, "withdraw", order, secret, facts, form=form)


def _confirm_page(
    request: HttpRequest, order: Order, secret: str, form: StatementForm, told: Terms
) -> HttpResponse:
    wanted = form.quantities
    items = [
        (wanted[line.pk], saying.named(line.title, line.variant))
        for line in form.lines
        if line.pk in wanted
    ]
    facts = {
        "form": form,
        "items": items,
        "cancels": cancelling.is_open(order),
        "send_by": timezone.localdate() + timedelta(days=told.law.send_days),
        **_who(order),
    }
    return _page(request, "withdraw_confirm", order, secret, facts)


def _confirmed(
    request: HttpRequest, order: Order, secret: str, form: StatementForm
) -> HttpResponse:
    try:
        asking.withdraw(
            order=order,
            lines=form.quantities,
            form_id=form.cleaned_data["form_id"],
            at=timezone.now(),
        )
    except WrongState as refused:
        form.add_error(None, str(refused))
        return _statement_page(request, order, secret, form)
    return to_page("order", secret)


def _who(order: Order) -> dict[str, str]:
    """Name and masked address, which the buyer confirms with the statement."""
    with purposes.using(Purpose.AFTER_SALES):
        name = telling.opened(order, "contact_name") or masking.ERASED
    return {"name": name, "email": masking.masked(order, "contact_email")}


def _instead(
    request: HttpRequest, order: Order, secret: str, sentence: str
) -> HttpResponse:
    """Say why nothing can be said here; 409 where a button was pressed too late."""
    status = 409 if request.method == "POST" else 200
    facts = {"instead": sentence}
    return _page(request, "return_instead", order, secret, facts, status=status)


def _page(
    request: HttpRequest,
    name: str,
    order: Order,
    secret: str,
    facts: Mapping[str, Any],
    *,
    form: Any = None,
    status: int = 200,
) -> HttpResponse:
    wrong = form is not None and form.is_bound and bool(form.errors)
    around = {"order": order, "secret": secret, **facts}
    return render(
        request, f"orders/{name}.html", around, status=422 if wrong else status
    )
