"""Orders in the staff pages: masked lists, one button for each verb that fits now.

Nothing can be edited, deleted or done in bulk, and no value of a customer gets into a
title, a message, an address or Django's log.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from orders import finding, fulfilment, labels, money, telling
from orders.order import Order
from orders.payments import AlreadySettled
from orders.states import PaymentState
from orders.timeline import timeline
from privacy import masking
from privacy.encryption import keys
from privacy.looking import LookForm
from privacy.people import Person
from privacy.trail import recording
from privacy.trail.entry import Kind

MASKED = ("contact_name", "contact_email", "delivery_address")


class MaskedChangeList(ChangeList):
    """A page of orders whose keys are fetched in one query."""

    def get_results(self, request: HttpRequest) -> None:
        """Find the rows, then the keys of everyone on them at once."""
        super().get_results(request)
        keys.prefetch(order.person_id for order in self.result_list)


class PaymentFilter(admin.SimpleListFilter):
    """Orders by where their payment stands."""

    title = "payment"
    parameter_name = "payment"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        """Offer every state of a payment."""
        return list(PaymentState.choices)

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Order]
    ) -> QuerySet[Order]:
        """Keep those whose payment is in the chosen state."""
        chosen = self.value()
        known = chosen in PaymentState.values
        return queryset.filter(payment__state=chosen) if known else queryset


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # not generic at run time
    """The list of orders, the page of one, and its verbs."""

    list_display = ("number", "placed", "state", "amount", "name", "email")
    list_filter = ("state", PaymentFilter)
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

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody types an order in here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Orders end by erasure and retention, never by a button."""
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Use the list that fetches keys at once."""
        return MaskedChangeList

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of an order and its verbs to the list's own address."""
        guarded = self.admin_site.admin_view
        return [
            path("", guarded(self.changelist_view), name="orders_order_changelist"),
            path("find/", guarded(self.find), name="orders_order_find"),
            path(
                "<uuid:order_id>/change/",
                guarded(self.detail),
                name="orders_order_change",
            ),
            path(
                "<uuid:order_id>/steps/<slug:key>/",
                guarded(self.step),
                name="orders_order_step",
            ),
            path(
                "<uuid:order_id>/label/",
                guarded(self.label),
                name="orders_order_label",
            ),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Show the list under its own name."""
        return super().changelist_view(request, {"title": "Orders"})

    def find(self, request: HttpRequest) -> HttpResponse:
        """Go to what was searched for. A POST, so that no address gets into a URL."""
        if request.method != "POST":
            return _to_list()
        self._require("view", request)
        typed = request.POST.get("q", "")
        found = finding.exactly(typed)
        recording.record(
            kind=Kind.SEARCH,
            what=Order._meta.label,
            by=_staff(request),
            fields=[finding.field(typed)],
            row_id=found[0].pk if found else None,
            at=timezone.now(),
        )
        if not found:
            messages.warning(request, finding.NOTHING)
            return _to_list()
        if len(found) == 1:
            return _to_order(found[0])
        return _to_list("person__id__in", {str(order.person_id) for order in found})

    def detail(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        """Show one order: money, masked values, story, and the verbs that fit now."""
        return never_cache(require_safe(self._detail))(request, order_id)

    def step(self, request: HttpRequest, order_id: UUID, key: str) -> HttpResponse:
        """Carry out one verb, or say why it does not fit."""
        return require_POST(self._step)(request, order_id, key)

    def label(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        """Open name and address for the parcel, and write down who looked."""
        return never_cache(require_POST(self._label))(request, order_id)

    def _detail(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        self._require("view", request)
        return self._shown(request, _found(order_id))

    def _shown(
        self, request: HttpRequest, order: Order, look: LookForm | None = None
    ) -> HttpResponse:
        """Show an order; with a filled form, what was wrong with the reason."""
        entries = timeline(order)
        people = [e.event.by_id for e in entries if e.event and e.event.by_id]
        keys.prefetch([order.person_id, *people])
        may_act = self.has_change_permission(request)
        facts = {
            "title": f"Order {order.number}",
            "order": order,
            "bill": telling.bill(order),
            "arrival": telling.arrival(order),
            "payment": order.payment,
            "masked": {name: masking.masked(order, name) for name in MASKED},
            "timeline": [(entry, _who(entry.event)) for entry in entries],
            "steps": fulfilment.allowed(order).items() if may_act else (),
            "may_label": may_act and labels.wanted(order),
            "is_open": labels.is_open(
                order=order, at=timezone.now(), by=_staff(request)
            ),
            "look": look or LookForm(),
        }
        return self._page(request, "detail", facts, status=422 if look else 200)

    def _step(self, request: HttpRequest, order_id: UUID, key: str) -> HttpResponse:
        self._require("change", request)
        order, verb = _found(order_id), fulfilment.VERBS.get(key)
        if verb is None:
            raise Http404
        try:
            verb(order=order, at=timezone.now(), by=_staff(request))
        except (fulfilment.WrongState, AlreadySettled) as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Order {order.number} {telling.now(order)}.")
        return _to_order(order)

    def _label(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        self._require("change", request)
        order = _found(order_id)
        if not labels.wanted(order):
            messages.error(request, f"Order {order.number} needs no label now.")
            return _to_order(order)
        by, at = _staff(request), timezone.now()
        if not labels.is_open(order=order, at=at, by=by):
            form = LookForm(request.POST)
            if not form.is_valid():
                return self._shown(request, order, form)
            labels.look(order=order, at=at, by=by, **form.asked())
        lines = labels.lines(order=order, at=at, by=by)
        facts = {"title": f"Label for {order.number}", "order": order, "lines": lines}
        return self._page(request, "label", facts)

    def _page(
        self, request: HttpRequest, name: str, facts: Any, *, status: int = 200
    ) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **facts}
        template = f"orders/staff/{name}.html"
        return TemplateResponse(request, template, context, status=status)

    def _require(self, permission: str, request: HttpRequest) -> None:
        if not getattr(self, f"has_{permission}_permission")(request):
            raise PermissionDenied


def _found(order_id: UUID) -> Order:
    rows = Order.objects.with_story().prefetch_related("events__by")
    order: Order | None = rows.filter(pk=order_id).first()
    if order is None:
        raise Http404
    return order


def _staff(request: HttpRequest) -> Person:
    """Who is signed in; the staff pages let nobody else in."""
    return cast(Person, request.user)


def _who(event: Any) -> str:
    """The member of staff, masked; nothing where the customer or program did it."""
    return masking.masked(event.by, "name") if event and event.by else ""


def _to_order(order: Order) -> HttpResponse:
    there = reverse("admin:orders_order_change", args=[order.pk])
    return HttpResponseRedirect(there, status=303)


def _to_list(name: str = "", values: Iterable[str] = ()) -> HttpResponse:
    there = reverse("admin:orders_order_changelist")
    query = f"?{name}={','.join(sorted(values))}" if name else ""
    return HttpResponseRedirect(there + query, status=303)
