"""Returns in the staff pages: what is due first, and one return with what is next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from orders.returns import desk, saying
from orders.returns.coming_back import Return
from orders.returns.desk import HANDLE, Act, InspectForm, RefuseForm, WordsForm
from orders.returns.words import OPEN, ReturnState, Wanted, Why
from orders.staff.pages import OrderPages, staff, to
from orders.states import State, WrongState
from privacy.encryption import keys
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.showing import values
from privacy.showing.admin import closing
from privacy.showing.values import Sight

values.offer(
    "orders.Return",
    Sight(
        fields=("words",),
        rights=(HANDLE,),
        purpose=Purpose.AFTER_SALES,
        whose=lambda row: row.person,
    ),
)
FORMS: dict[str, type[WordsForm]] = {"inspect": InspectForm, "refuse": RefuseForm}


@admin.register(Return)
class ReturnAdmin(OrderPages):
    """The list of returns, and the page of one with its verbs."""

    list_display = ("of_order", "kind", "state", "wants", "due", "announced")
    list_filter = ("state", "kind")
    list_select_related = ("order",)
    list_per_page = 50
    # What somebody has to do first; what has ended comes last.
    ordering = (
        F("closed_at").desc(nulls_first=True),
        F("due_on").asc(nulls_last=True),
        "announced_at",
    )
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER
    actions = None
    show_full_result_count = False

    @admin.display(description="Order")
    def of_order(self, row: Return) -> str:
        """The number of the order."""
        return str(row.order.number)

    @admin.display(description="Due")
    def due(self, row: Return) -> str:
        """The last day for the money or the exchange, where that is known."""
        if row.has_ended:
            return "–"
        return _day(row.due_on) or "when it is here"

    @admin.display(description="Announced")
    def announced(self, row: Return) -> str:
        """When the customer said so, in the shop's time."""
        return date_format(timezone.localtime(row.announced_at), "j M Y, H:i")

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Allow the filters on the page and nothing else in the address."""
        return lookup in {"state__exact", "kind__exact"}

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of a return to the list's own address."""
        views: dict[str, tuple[str, Any]] = {
            "changelist": ("", self.changelist_view),
            "change": ("<uuid:return_id>/change/", self.detail),
            "act": ("<uuid:return_id>/acts/<slug:key>/", self.act),
        }
        return [
            path(route, self.admin_site.admin_view(view), name=f"orders_return_{name}")
            for name, (route, view) in views.items()
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Show the list under its own name."""
        return super().changelist_view(request, {"title": "Returns"})

    def detail(self, request: HttpRequest, return_id: UUID) -> HttpResponse:
        """Show one return: what comes back, until when, and what is next."""
        return never_cache(require_safe(self._detail))(request, return_id)

    def act(self, request: HttpRequest, return_id: UUID, key: str) -> HttpResponse:
        """Carry out one verb, or say why it does not fit."""
        return never_cache(require_POST(self._act))(request, return_id, key)

    def _detail(self, request: HttpRequest, return_id: UUID) -> HttpResponse:
        self.require(request)
        return self._page(request, _found(return_id), {})

    def _act(self, request: HttpRequest, return_id: UUID, key: str) -> HttpResponse:
        by = self.require(request)
        if key not in desk.ACTS:
            raise Http404
        act = desk.ACTS[key]
        if not act.is_open_to(by):
            raise PermissionDenied
        row = _found(return_id)
        form = _form(key, row, request.POST)
        if form is None or form.is_valid():
            refused = _done(act, row, form, by=by)
            if not refused:
                number = row.order.number
                messages.success(request, f"The return of {number} {act.done}.")
                return to(_page_of(row))
            if form is None or not act.fits(row):
                messages.error(request, refused)
                return to(_page_of(row))
            form.add_error(None, refused)
        return self._page(request, row, {key: form}, status=422)

    def _page(
        self,
        request: HttpRequest,
        row: Return,
        typed: dict[str, Any],
        *,
        status: int = 200,
    ) -> HttpResponse:
        by, at = staff(request), timezone.now()
        keys.prefetch([row.person_id])
        cells = values.cells(row, by=by, at=at, back=_page_of(row))
        acts = desk.allowed(row, by=by, on=timezone.localdate(at))
        facts = {
            "title": f"Return of order {row.order.number}",
            "row": row,
            "order": row.order,
            "pieces": saying.pieces(row),
            "reason": str(Why(row.reason).label) if row.reason else "",
            "exchanges": row.wants == Wanted.EXCHANGE,
            "cells": cells,
            "acts": acts,
            "buttons": [(k, act) for k, act in acts.items() if k not in FORMS],
            "late": _is_late(row, at),
            "stop": _is_with_us(row),
            "form": next(iter(typed.values()), None),
            "inspect": typed.get("inspect") or _form("inspect", row, None),
            "refuse": typed.get("refuse") or _form("refuse", row, None),
        }
        answer = self.page(request, "return", facts, status=status)
        return closing(answer, values.closes(cells), at=at)


def _done(act: Act, row: Return, form: WordsForm | None, *, by: Person) -> str:
    """Carry it out; return why that is refused, else nothing."""
    told = form.asked() if form else {}
    try:
        act.verb(coming_back=row, **told, at=timezone.now(), by=by)
    except WrongState as refused:
        return str(refused)
    return ""


def _form(key: str, row: Return, data: Any) -> WordsForm | None:
    if key == "inspect":
        return InspectForm(data, row=row)
    return FORMS[key](data) if key in FORMS else None


def _found(return_id: UUID) -> Return:
    rows = Return.objects.select_related("order", "person")
    row: Return | None = (
        rows.prefetch_related("lines__line").filter(pk=return_id).first()
    )
    if row is None:
        raise Http404
    return row


def _is_late(row: Return, at: Any) -> bool:
    today = timezone.localdate(at)
    return row.state in OPEN and row.due_on is not None and row.due_on < today


def _is_with_us(row: Return) -> bool:
    """Whether the goods never left: then the order is cancelled instead."""
    waits = row.state == ReturnState.ANNOUNCED
    return waits and row.order.state in {State.PLACED, State.PAID, State.PACKED}


def _page_of(row: Return) -> str:
    return reverse("admin:orders_return_change", args=[row.pk])


def _day(day: Any) -> str:
    return date_format(day, "j M Y") if day else ""
