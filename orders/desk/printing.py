"""What is printed for a parcel: for whoever packs, and only while it is being made.

The slip goes into the parcel and names nobody. The label has name and address: those
are opened for a reason that the customer can read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from orders import labels
from orders.line import Line
from orders.order import Order
from orders.parcels.parcel import Parcel, ParcelLine, ParcelState
from orders.parcels.showing import PACK
from orders.staff.pages import OrderPages, found, page_of, to
from privacy.access import TooManyLooks
from privacy.looking import LookForm
from privacy.people import Person


class PrintedPages(OrderPages):
    """The slip and the label of an order, and the slip of one parcel."""

    def slip(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        """Show what goes into the parcel; there is no name on it."""
        return never_cache(require_safe(self._slip))(request, order_id)

    def parcel_slip(
        self, request: HttpRequest, order_id: UUID, parcel_id: UUID
    ) -> HttpResponse:
        """Show what is in one parcel, while it is with us."""
        return never_cache(require_safe(self._parcel_slip))(
            request, order_id, parcel_id
        )

    def label(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        """Open name and address for the parcel, and write down who looked."""
        return never_cache(require_POST(self._label))(request, order_id)

    def _slip(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        self.require(request, PACK)
        order = found(order_id)
        if not labels.wanted(order):
            return _not_now(request, order, "packing slip")
        return self._printed(request, order, labels.contents(order))

    def _parcel_slip(
        self, request: HttpRequest, order_id: UUID, parcel_id: UUID
    ) -> HttpResponse:
        self.require(request, PACK)
        order = found(order_id)
        parcels = Parcel.objects.filter(order=order, state=ParcelState.PACKED)
        parcel = parcels.filter(pk=parcel_id).first()
        if parcel is None:
            return _not_now(request, order, "packing slip for that parcel")
        return self._printed(request, order, list(parcel.lines.all()), parcel)

    def _printed(
        self,
        request: HttpRequest,
        order: Order,
        lines: Sequence[Line | ParcelLine],
        parcel: Parcel | None = None,
    ) -> HttpResponse:
        facts = {
            "title": f"Packing slip for {order.number}",
            "order": order,
            "parcel": parcel,
            "lines": lines,
            "pieces": sum(line.quantity for line in lines),
        }
        return self.page(request, "slip", facts)

    def _label(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        by, at = self.require(request, PACK), timezone.now()
        order = found(order_id)
        if not labels.wanted(order):
            return _not_now(request, order, "label")
        facts: dict[str, Any] = {"title": f"Label for {order.number}", "order": order}
        if not labels.is_open(order=order, at=at, by=by):
            form = LookForm(request.POST)
            if status := _refused(form, order, by=by, at=at):
                return self.page(
                    request, "label", facts | {"look": form}, status=status
                )
        facts["lines"] = labels.lines(order=order, at=at, by=by)
        return self.page(request, "label", facts)


def _refused(form: LookForm, order: Order, *, by: Person, at: Any) -> int:
    """Open the label for a reason; return the status that says why it stays shut."""
    if not form.is_valid():
        return 422
    try:
        labels.look(order=order, at=at, by=by, **form.asked())
    except TooManyLooks as refused:
        form.add_error(None, str(refused))
        return 429
    return 0


def _not_now(request: HttpRequest, order: Order, what: str) -> HttpResponse:
    messages.error(request, f"Order {order.number} needs no {what} now.")
    return to(page_of(order))
