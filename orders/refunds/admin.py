"""Refunds in the staff pages: one person agrees to one, another sends it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from orders import money
from orders.order import Order
from orders.refunds import calling_off, refunding, section, sums
from orders.refunds.asking import OpenForm
from orders.refunds.moving import SECOND
from orders.refunds.refund import UNSENT, Reason, Refund
from orders.refunds.section import OPEN, SEND
from orders.refunds.steps import STEPS, steps_of
from orders.staff.pages import OrderPages, page_of, to
from orders.states import WrongState
from privacy import masking
from privacy.encryption import keys
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.showing import values
from privacy.showing.admin import closing
from privacy.showing.values import Sight

values.offer(
    "orders.Refund",
    Sight(
        fields=("account", "reference"),
        rights=(SEND,),
        purpose=Purpose.REFUND,
        whose=lambda refund: refund.person,
        only=lambda refund, by: refund.opened_by_id != by.pk,
    ),
)


@admin.register(Refund)
class RefundAdmin(OrderPages):
    """The list of refunds, the page of one with its verbs, and the form for a new."""

    list_display = ("of_order", "amount_shown", "why", "state", "opened")
    list_filter = ("state",)
    list_select_related = ("order",)
    list_per_page = 50
    ordering = ("opened_at",)
    sortable_by = ("opened",)
    show_facets = admin.ShowFacets.NEVER
    actions = None
    show_full_result_count = False

    @admin.display(description="Order")
    def of_order(self, refund: Refund) -> str:
        """The number of the order."""
        return str(refund.order.number)

    @admin.display(description="Amount")
    def amount_shown(self, refund: Refund) -> str:
        """How much goes back."""
        return money.shown(refund.amount, refund.currency)

    @admin.display(description="Why")
    def why(self, refund: Refund) -> str:
        """The reason."""
        return str(Reason(refund.reason).label)

    @admin.display(description="Agreed", ordering="opened_at")
    def opened(self, refund: Refund) -> str:
        """When somebody agreed to it, in the shop's time."""
        return date_format(timezone.localtime(refund.opened_at), "j M Y, H:i")

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Allow the filter on the page and nothing else in the address."""
        return lookup == "state__exact"

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of a refund to the list's own address."""
        views: dict[str, tuple[str, Any]] = {
            "changelist": ("", self.changelist_view),
            "open": ("open/<uuid:order_id>/", self.open),
            "change": ("<uuid:refund_id>/change/", self.detail),
            "step": ("<uuid:refund_id>/steps/<slug:key>/", self.step),
        }
        return [
            path(route, self.admin_site.admin_view(view), name=f"orders_refund_{name}")
            for name, (route, view) in views.items()
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Show the list under its own name."""
        return super().changelist_view(request, {"title": "Refunds"})

    def detail(self, request: HttpRequest, refund_id: UUID) -> HttpResponse:
        """Show one refund: sums, masked account, and what can be done with it now."""
        return never_cache(require_safe(self._detail))(request, refund_id)

    def step(self, request: HttpRequest, refund_id: UUID, key: str) -> HttpResponse:
        """Carry out one verb, or say why it does not fit."""
        return require_POST(self._step)(request, refund_id, key)

    def open(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        """Ask what goes back, and open the refund."""
        methods = require_http_methods(["GET", "HEAD", "POST"])
        return never_cache(methods(self._open))(request, order_id)

    def _detail(self, request: HttpRequest, refund_id: UUID) -> HttpResponse:
        by, at = self.require(request), timezone.now()
        refund = _found(refund_id)
        own = by.pk == refund.opened_by_id and by.has_perm(SEND)
        keys.prefetch({refund.person_id, refund.opened_by_id, refund.sent_by_id})
        cells = values.cells(refund, by=by, at=at, back=_page_of(refund))
        facts = {
            "title": f"Refund of order {refund.order.number}",
            "refund": refund,
            "told": section.told(refund),
            "rows": _rows(refund),
            "cells": cells,
            "opener": _who(refund.opened_by),
            "sender": _who(refund.sent_by),
            "steps": steps_of(refund, by),
            "second": SECOND if own and refund.state in UNSENT else "",
        }
        answer = self.page(request, "refund", facts)
        return closing(answer, values.closes(cells), at=at)

    def _step(self, request: HttpRequest, refund_id: UUID, key: str) -> HttpResponse:
        step = STEPS.get(key)
        by = self.require(request, step.right if step else SEND)
        if step is None:
            raise Http404
        refund = _found(refund_id)
        try:
            step.verb(refund=refund, at=timezone.now(), by=by)
        except WrongState as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{_amount(refund)} {step.done}.")
        return to(_page_of(refund))

    def _open(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        by, order = self.require(request, OPEN), _order(order_id)
        form = OpenForm(
            request.POST if request.method == "POST" else None,
            left=sums.left(order),
            delivery=sums.delivery_left(order),
            currency=order.currency,
        )
        if request.method == "POST":
            opened = _opened(form, order, by=by)
            if opened is not None:
                messages.success(request, f"{_amount(opened)} will be sent back.")
                return to(page_of(order))
        facts = {
            "title": f"Open a refund of order {order.number}",
            "order": order,
            "form": form,
        }
        status = 422 if form.errors else 200
        return self.page(request, "refund_open", facts, status=status)


def _opened(form: OpenForm, order: Order, *, by: Person) -> Refund | None:
    """Open the refund, or find that this form did; else say on it why there is none."""
    if not form.is_valid():
        key: Any = form.cleaned_data.get("key")
        rows = Refund.objects.that_count().filter(order=order, key=key)
        known: Refund | None = rows.first()
        return known
    told = form.cleaned_data
    try:
        opened = refunding.open_refund(
            order=order,
            asked=form.asked(),
            reason=Reason(told["reason"]),
            key=told["key"],
            at=timezone.now(),
            by=by,
            stands_alone=told["reason"] in calling_off.BY_THE_SHOP,
        )
    except WrongState as refused:
        form.add_error(None, str(refused))
        return None
    if opened is None:
        form.add_error(None, "Nothing is left to send back.")
    return opened


def _found(refund_id: UUID) -> Refund:
    rows = Refund.objects.with_order().select_related("person", "opened_by", "sent_by")
    refund: Refund | None = rows.filter(pk=refund_id).first()
    if refund is None:
        raise Http404
    return refund


def _order(order_id: UUID) -> Order:
    order: Order | None = Order.objects.filter(pk=order_id).first()
    if order is None:
        raise Http404
    return order


def _rows(refund: Refund) -> list[tuple[str, int, str, str]]:
    """What the refund is for, line by line, as it is read."""
    found = [
        (row.line.title, row.quantity, row.amount, row.tax)
        for row in refund.lines.select_related("line")
    ]
    if refund.delivery:
        found.append(("Delivery", 0, refund.delivery, refund.delivery_tax))
    return [
        (what, pieces, _money(refund, amount), _money(refund, tax))
        for what, pieces, amount, tax in found
    ]


def _money(refund: Refund, amount: Any) -> str:
    return money.shown(amount, refund.currency)


def _amount(refund: Refund) -> str:
    return _money(refund, refund.amount)


def _who(person: Person | None) -> str:
    return masking.masked(person, "name") if person else ""


def _page_of(refund: Refund) -> str:
    return reverse("admin:orders_refund_change", args=[refund.pk])
