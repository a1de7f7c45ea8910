"""The page that shows one masked value, once somebody has written why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, URLPattern, path, resolve
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from privacy.access import Access, TooManyLooks
from privacy.copies import wording
from privacy.looking import LookForm
from privacy.people import Person
from privacy.showing import values
from privacy.showing.values import NotShown

_ROUTE = "<str:label>/<uuid:row_id>/<slug:name>/"
_METHODS = ("GET", "HEAD", "POST")


@admin.register(Access)
class ShowingAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # not generic at run time
    """One page for any value that may be shown; looks themselves have no list."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Leave it out of the list of sections: one comes here from a value."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Looks are read in the trail."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Looks are written by looking."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was written stays."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Looks go on their date."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Return the address of the page."""
        view: Any = never_cache(require_http_methods(_METHODS)(self._show))
        guarded = self.admin_site.admin_view(view)
        return [path(_ROUTE, guarded, name="privacy_access_show")]

    def _show(
        self, request: HttpRequest, label: str, row_id: UUID, name: str
    ) -> HttpResponse:
        by, sight = cast(Person, request.user), values.sight_of(label, name)
        if sight is None:
            raise Http404
        if not sight.allowed_to(by):
            raise PermissionDenied
        row = values.found(label, row_id)
        if row is None:
            raise Http404
        if not sight.allowed_to(by, row):
            raise PermissionDenied
        if request.method == "POST":
            return self._look(request, row, name)
        return self._page(request, row, name)

    def _look(self, request: HttpRequest, row: Any, name: str) -> HttpResponse:
        form, by = LookForm(request.POST, name=name), cast(Person, request.user)
        if not form.is_valid():
            return self._page(request, row, name, form, status=422)
        asked = {"by": by, "at": timezone.now(), **form.asked()}
        try:
            values.look(row=row, name=name, **asked)
        except TooManyLooks as refused:
            form.add_error(None, str(refused))
            return self._page(request, row, name, form, status=429)
        except NotShown as gone:
            raise Http404 from gone
        there = _back(request) or values.path(row, name)
        return HttpResponseRedirect(there, status=303)

    def _page(
        self,
        request: HttpRequest,
        row: Any,
        name: str,
        form: LookForm | None = None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        at, back = timezone.now(), _back(request)
        cell = values.cells(row, by=cast(Person, request.user), at=at, back=back)[name]
        facts = {
            "title": f"Show: {cell.what.lower()}",
            "heading": wording.title(row),
            "cell": cell,
            "look": form or cell.form,
        }
        context = {**self.admin_site.each_context(request), "opts": self.opts, **facts}
        template = "admin/privacy/show.html"
        answer = TemplateResponse(request, template, context, status=status)
        return closing(answer, cell.until, at=at)


def _back(request: HttpRequest) -> str:
    """Return the staff page to go back to; "" for none, and for anything else."""
    told = request.POST.get("back", "") or request.GET.get("back", "")
    try:
        found = resolve(told)
    except Resolver404:
        return ""
    return told if found.namespace == "admin" else ""


def closing(
    answer: HttpResponse, until: datetime | None, *, at: datetime
) -> HttpResponse:
    """Let the browser load a page again when a value on it closes."""
    if until is not None:
        answer["Refresh"] = str(int((until - at) / timedelta(seconds=1)) + 1)
    return answer
