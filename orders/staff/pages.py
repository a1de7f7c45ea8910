"""What the staff's pages of one order share: to find it, to show it, to ask a right."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from orders.order import Order
from privacy.people import Person


class OrderPages(admin.ModelAdmin):  # type: ignore[type-arg] # not generic at run time
    """Pages in the frame of the staff pages. Nothing is typed in, edited or deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody types an order in here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is edited: each verb asks for its own right."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Orders end by erasure and retention, never by a button."""
        return False

    def page(
        self, request: HttpRequest, name: str, facts: Any, *, status: int = 200
    ) -> HttpResponse:
        """Show facts in the template of that name."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, **facts}
        template = f"orders/staff/{name}.html"
        return TemplateResponse(request, template, context, status=status)

    def require(self, request: HttpRequest, *rights: str) -> Person:
        """Return who is signed in, or raise PermissionDenied.

        Whoever does anything with orders may look at them too.
        """
        by = staff(request)
        if not (self.has_view_permission(request) and by.has_perms(rights)):
            raise PermissionDenied
        return by


def found(order_id: UUID) -> Order:
    """Return an order with its story, or raise Http404."""
    rows = Order.objects.with_story().prefetch_related("events__by")
    order: Order | None = rows.filter(pk=order_id).first()
    if order is None:
        raise Http404
    return order


def staff(request: HttpRequest) -> Person:
    """Return who is signed in; the staff pages let nobody else in."""
    return cast(Person, request.user)


def page_of(order: Order) -> str:
    """Return the address of an order's page."""
    return reverse("admin:orders_order_change", args=[order.pk])


def to(there: str) -> HttpResponse:
    """Go to another page after something was done."""
    return HttpResponseRedirect(there, status=303)
