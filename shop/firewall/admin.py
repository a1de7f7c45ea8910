"""The firewall in the staff pages: how often each rule turned something away."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop.firewall import counting, reading
from shop.firewall.refusal import Refusal


@admin.register(Refusal)
class RefusalAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # not generic at run time
    """One page of numbers; nothing on it can be changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody types a number in."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Numbers stay as they were counted."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Numbers go by their date alone."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever has the right may read."""
        return bool(request.user.has_perm("shop.view_refusal"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the page in the list of sections to those who may read."""
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """Return the address of the page."""
        view: Any = never_cache(require_safe(self._page))
        name = "shop_refusal_changelist"
        return [path("", self.admin_site.admin_view(view), name=name)]

    def _page(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        counting.tally.write()
        facts = {"title": "Firewall", "report": reading.report(at=timezone.now())}
        context = {**self.admin_site.each_context(request), "opts": self.opts, **facts}
        return TemplateResponse(request, "shop/staff/firewall.html", context)
