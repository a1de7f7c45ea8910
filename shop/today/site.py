"""What the staff pages add to Django's admin: sections, the first page, refusals."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from privacy.people import Person
from shop.today import charts, work
from shop.today.refusing import in_the_frame
from shop.today.sections import sections


class FramedSite(AdminSite):
    """Django's admin in the frame of the staff pages."""

    def __init__(self, name: str = "admin") -> None:
        """Leave out Django's deleting of many: what goes for good goes one by one."""
        super().__init__(name)
        self.disable_action("delete_selected")

    def each_context(self, request: Any) -> dict[str, Any]:
        """Give every page its sections beside what Django gives it."""
        given: dict[str, Any] = super().each_context(request)
        apps = given["available_apps"]
        return given | {"sections": sections(path=request.path, apps=apps)}

    def index(
        self, request: HttpRequest, extra_context: Any = None
    ) -> TemplateResponse:
        """Show what waits for whoever looks, and how it goes."""
        by, at = cast(Person, request.user), timezone.now()
        jobs = work.waiting(by=by, at=at)
        facts = {
            "jobs": jobs,
            "open_jobs": sum(job.number > 0 for job in jobs),
            "charts": charts.charts(by=by, at=at),
        }
        return super().index(request, {**facts, **(extra_context or {})})

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Let refusals be pages of the same look."""
        return super().admin_view(in_the_frame(self, view), cacheable)
