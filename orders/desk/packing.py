"""The staff's pages for parcels: pack a part, move one, and what to fetch for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from orders.desk import shelves
from orders.desk.forms import PackForm, TrackingForm
from orders.desk.printing import PrintedPages
from orders.order import Order
from orders.parcels import making_good, moving, packing, quantities
from orders.parcels.parcel import Parcel
from orders.parcels.showing import PACK, REFUND, now
from orders.staff.pages import found, page_of, to
from orders.states import State, WrongState
from privacy.people import Person

VERBS: dict[str, Callable[..., Any]] = {
    **moving.VERBS,
    "send-again": making_good.send_again,
    "refund": making_good.refund,
}
_REFUNDED = "The refund is agreed. Somebody else of the shop sends it."


class ParcelPages(PrintedPages):
    """What is done with one parcel, with a part of an order, and with the shelves."""

    def pack(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        """Ask how many of each line go into this parcel, and pack it."""
        both = require_http_methods(["GET", "HEAD", "POST"])
        return never_cache(both(self._pack))(request, order_id)

    def parcel(
        self, request: HttpRequest, order_id: UUID, parcel_id: UUID, key: str
    ) -> HttpResponse:
        """Carry out one verb on a parcel, or say why it does not fit."""
        return require_POST(self._parcel)(request, order_id, parcel_id, key)

    def shelves(self, request: HttpRequest) -> HttpResponse:
        """Show what to fetch for every order that is to be packed."""
        return never_cache(require_safe(self._shelves))(request)

    def _pack(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        by, order = self.require(request, PACK), found(order_id)
        if order.state != State.PAID:
            messages.error(request, str(packing.does_not_fit(order, packing.LABEL)))
            return to(page_of(order))
        typed = request.POST if request.method == "POST" else None
        lines, left = list(order.lines.all()), quantities.left(order)
        form = PackForm(typed, lines=lines, left=left)
        if form.is_valid() and self._packed(request, order, form, by=by):
            return to(page_of(order))
        facts = {"title": f"Pack a part of {order.number}", "order": order}
        status = 422 if form.is_bound else 200
        return self.page(request, "pack", facts | {"form": form}, status=status)

    def _packed(
        self, request: HttpRequest, order: Order, form: PackForm, *, by: Person
    ) -> bool:
        at, chosen = timezone.now(), form.quantities()
        try:
            parcel = packing.pack(order=order, quantities=chosen, at=at, by=by)
        except WrongState as refused:
            form.add_error(None, str(refused))
            return False
        messages.success(request, _said(parcel))
        return True

    def _parcel(
        self, request: HttpRequest, order_id: UUID, parcel_id: UUID, key: str
    ) -> HttpResponse:
        self.require(request)
        if key not in VERBS:
            raise Http404
        by = self.require(request, REFUND if key == "refund" else PACK)
        parcel = _parcel_of(found(order_id), parcel_id)
        told, form = {}, TrackingForm(request.POST)
        if key == "hand-over":
            if not form.is_valid():
                return self.ask_number(request, parcel.order, form)
            told = form.cleaned_data
        try:
            done = VERBS[key](parcel=parcel, at=timezone.now(), by=by, **told)
        except WrongState as refused:
            messages.error(request, str(refused))
        else:
            moved = done if isinstance(done, Parcel) else parcel
            messages.success(request, _REFUNDED if key == "refund" else _said(moved))
        return to(page_of(parcel.order))

    def ask_number(
        self, request: HttpRequest, order: Order, form: TrackingForm
    ) -> HttpResponse:
        """Ask for the tracking number again, with what is wrong about it."""
        facts = {"title": f"Hand over {order.number}", "order": order, "form": form}
        return self.page(request, "tracking", facts, status=422)

    def _shelves(self, request: HttpRequest) -> HttpResponse:
        self.require(request, PACK)
        facts = {
            "title": "What to fetch",
            "rows": shelves.to_fetch(),
            "orders": shelves.orders_waiting(),
        }
        return self.page(request, "shelves", facts)


def _parcel_of(order: Order, parcel_id: UUID) -> Parcel:
    parcel: Parcel | None = Parcel.objects.filter(order=order, pk=parcel_id).first()
    if parcel is None:
        raise Http404
    parcel.order = order
    return parcel


def _said(parcel: Parcel) -> str:
    return f"Parcel {parcel.number} of {parcel.order.number}: {now(parcel)}."
