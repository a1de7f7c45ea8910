"""Orders in the staff pages: masked lists, one button for each verb that fits now.

Nothing can be edited, deleted or done in bulk, and no value of a customer gets into a
title, a message, an address or Django's log.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from orders import finding, fulfilment, labels, money, sections, telling
from orders.conversation import admin as conversation
from orders.desk.forms import TrackingForm
from orders.desk.packing import ParcelPages
from orders.invoices import admin as invoices
from orders.order import Order
from orders.parcels.listing import ParcelFilter
from orders.payments import AlreadySettled
from orders.providers import admin as providers
from orders.refunds import admin as refunds
from orders.returns import admin as returns
from orders.sections import About
from orders.staff.listing import LOOKUPS, OF_PEOPLE, MaskedChangeList, PaymentFilter
from orders.staff.pages import found, page_of, staff, to
from orders.timeline import timeline
from privacy import masking
from privacy.encryption import keys
from privacy.looking import LookForm
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.showing import values
from privacy.showing.admin import closing
from privacy.showing.values import Sight
from privacy.trail import recording
from privacy.trail.entry import Kind

__all__ = ["OrderAdmin", "conversation", "invoices", "providers", "refunds", "returns"]

values.offer(
    "orders.Order",
    Sight(
        fields=("contact_name", "contact_email", "delivery_address"),
        rights=("orders.reveal_contact",),
        purpose=Purpose.AFTER_SALES,
        whose=lambda order: order.person,
    ),
)

_PARCEL = "<uuid:order_id>/parcels/<uuid:parcel_id>/"


@admin.register(Order)
class OrderAdmin(ParcelPages):
    """The list of orders, the page of one, and its verbs."""

    list_display = ("number", "placed", "state", "amount", "name", "email")
    list_filter = ("state", PaymentFilter, ParcelFilter)
    list_select_related = ("payment",)
    list_per_page = 50
    ordering = ("-placed_at",)
    sortable_by = ("number", "placed", "state")
    show_facets = admin.ShowFacets.NEVER
    actions = None
    show_full_result_count = False
    change_list_template = "orders/staff/list.html"

    @admin.display(description="Placed", ordering="placed_at")
    def placed(self, order: Order) -> str:
        """When it was placed, in the shop's time."""
        return date_format(timezone.localtime(order.placed_at), "j M Y, H:i")

    @admin.display(description="Total")
    def amount(self, order: Order) -> str:
        """What the order came to."""
        return money.shown(order.total, order.currency)

    @admin.display(description="Name")
    def name(self, order: Order) -> str:
        """The masked name."""
        return masking.masked(order, "contact_name")

    @admin.display(description="Email")
    def email(self, order: Order) -> str:
        """The masked address."""
        return masking.masked(order, "contact_email")

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Allow the filters on the page: an address is looked for by `find` alone."""
        return lookup in LOOKUPS

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Use the list that fetches keys at once."""
        return MaskedChangeList

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of an order and its verbs to the list's own address."""
        views: dict[str, tuple[str, Any]] = {
            "changelist": ("", self.changelist_view),
            "find": ("find/", self.find),
            "change": ("<uuid:order_id>/change/", self.detail),
            "step": ("<uuid:order_id>/steps/<slug:key>/", self.step),
            "slip": ("<uuid:order_id>/slip/", self.slip),
            "label": ("<uuid:order_id>/label/", self.label),
            "shelves": ("shelves/", self.shelves),
            "pack": ("<uuid:order_id>/pack/", self.pack),
            "parcel": (f"{_PARCEL}steps/<slug:key>/", self.parcel),
            "parcel_slip": (f"{_PARCEL}slip/", self.parcel_slip),
        }
        return [
            path(route, self.admin_site.admin_view(view), name=f"orders_order_{name}")
            for name, (route, view) in views.items()
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Show the list under its own name."""
        packs = staff(request).has_perm(fulfilment.PACK)
        return super().changelist_view(request, {"title": "Orders", "packs": packs})

    def find(self, request: HttpRequest) -> HttpResponse:
        """Go to what was searched for. A POST, so that no address gets into a URL."""
        if request.method != "POST":
            return _to_list()
        by, typed = self.require(request), request.POST.get("q", "")
        rows = finding.exactly(typed)
        recording.record(
            kind=Kind.SEARCH,
            what=Order._meta.label,
            by=by,
            fields=[finding.field(typed)],
            row_id=rows[0].pk if rows else None,
            at=timezone.now(),
        )
        if not rows:
            messages.warning(request, finding.NOTHING)
            return _to_list()
        if len(rows) == 1:
            return to(page_of(rows[0]))
        people = sorted({str(order.person_id) for order in rows})
        return _to_list(f"?{OF_PEOPLE}={','.join(people)}")

    def detail(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        """Show one order: money, masked values, story, and the verbs that fit now."""
        return never_cache(require_safe(self._detail))(request, order_id)

    def step(self, request: HttpRequest, order_id: UUID, key: str) -> HttpResponse:
        """Carry out one verb, or say why it does not fit."""
        return require_POST(self._step)(request, order_id, key)

    def _detail(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        by, at = self.require(request), timezone.now()
        order = found(order_id)
        entries = timeline(order)
        events = tuple(entry.event for entry in entries if entry.event)
        people = [e.event.by_id for e in entries if e.event and e.event.by_id]
        keys.prefetch([order.person_id, *people])
        cells = values.cells(order, by=by, at=at, back=page_of(order))
        packs = by.has_perm(fulfilment.PACK) and labels.wanted(order)
        facts = {
            "title": f"Order {order.number}",
            "order": order,
            "bill": telling.bill(order),
            "arrival": telling.arrival(order),
            "payment": order.payment,
            "cells": cells,
            "timeline": [(entry, _who(entry.event)) for entry in entries],
            "parts": sections.shown(About(order, events, at=at, by=by)),
            "steps": _steps(order, by),
            "packs": packs,
            "is_open": packs and labels.is_open(order=order, at=at, by=by),
            "look": LookForm(),
        }
        answer = self.page(request, "detail", facts)
        return closing(answer, values.closes(cells), at=at)

    def _step(self, request: HttpRequest, order_id: UUID, key: str) -> HttpResponse:
        self.require(request)
        if key not in fulfilment.STEPS:
            raise Http404
        by = self.require(request, fulfilment.STEPS[key].right)
        order, verb = found(order_id), fulfilment.VERBS[key]
        form, told = TrackingForm(request.POST), {}
        if key == "hand-over":
            if not form.is_valid():
                return self.ask_number(request, order, form)
            told = form.cleaned_data
        try:
            verb(order=order, at=timezone.now(), by=by, **told)
        except (fulfilment.WrongState, AlreadySettled) as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Order {order.number} {telling.now(order)}.")
        return to(page_of(order))


def _steps(order: Order, by: Person) -> list[tuple[str, fulfilment.Step]]:
    """Return what fits the order now and what this member of staff may do."""
    fits = fulfilment.allowed(order).items()
    return [(key, step) for key, step in fits if by.has_perm(step.right)]


def _who(event: Any) -> str:
    """The member of staff, masked; nothing where the customer or program did it."""
    return masking.masked(event.by, "name") if event and event.by else ""


def _to_list(query: str = "") -> HttpResponse:
    return to(reverse("admin:orders_order_changelist") + query)
