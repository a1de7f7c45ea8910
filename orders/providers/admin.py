"""Payments in the staff pages: what does not fit, and which notices came."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from orders.providers import doubting
from orders.providers.notice import ProviderNotice
from orders.staff.pages import OrderPages, found, to
from orders.states import WrongState

SETTLE = "orders.settle_payment"


@admin.register(ProviderNotice)
class NoticeAdmin(OrderPages):
    """One page: no notice is opened, since nothing of what it said is kept."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever settles payments sees what does not fit."""
        user: Any = request.user
        return bool(user.has_perm(SETTLE))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the page in the list of sections to the same people."""
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of the page and of its one verb."""
        views: dict[str, tuple[str, Any]] = {
            "changelist": ("", require_safe(self.overview)),
            "looked": ("<uuid:order_id>/looked/", require_POST(self.looked)),
        }
        return [
            path(
                route,
                self.admin_site.admin_view(never_cache(view)),
                name=f"orders_providernotice_{name}",
            )
            for name, (route, view) in views.items()
        ]

    def overview(self, request: HttpRequest) -> HttpResponse:
        """List what staff have to look at, and the latest notices."""
        self.require(request)
        facts = {
            "title": "Payments at providers",
            "doubts": doubting.waiting(),
            "notices": doubting.heard(),
            "most": doubting.MOST,
        }
        return self.page(request, "notices", facts)

    def looked(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        """Note that somebody looked, or say that another did before."""
        by, order = self.require(request, SETTLE), found(order_id)
        try:
            doubting.looked_at(order=order, at=timezone.now(), by=by)
        except WrongState as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{order.number} is off the list.")
        return to(reverse("admin:orders_providernotice_changelist"))
