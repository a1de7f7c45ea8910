"""Exports in the staff pages: asked for, decided about, fetched once.

No value of a customer is on any of these pages, and nothing else takes data out.
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from privacy.exports import asking, deciding, ending, fetching, limits, page, sheets
from privacy.exports.asking import NotAsked
from privacy.exports.export import Export
from privacy.exports.forms import AskForm, RefuseForm, last_week
from privacy.exports.locking import NoKey
from privacy.exports.states import Refusal
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.refusing import NotAllowed
from privacy.second_factors.again import require_fresh

EITHER = (asking.ASK, deciding.APPROVE)
_METHODS = ("GET", "HEAD", "POST")


@admin.register(Export)
class ExportAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # not generic at run time
    """The list, the page that asks, the page of one, and its acts."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """One asks on a page of its own."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Exports go on their date."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is edited: each act asks for its own right."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may ask or decide may look."""
        return any(_staff(request).has_perm(right) for right in EITHER)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show exports in the list of sections to those who may look."""
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of the list, the asking, an export and its acts."""
        views: dict[str, tuple[str, Any]] = {
            "changelist": ("", require_safe(self._list)),
            "ask": ("ask/", require_http_methods(_METHODS)(self._ask)),
            "change": ("<uuid:export_id>/change/", require_safe(self._detail)),
            "approve": (
                "<uuid:export_id>/approve/",
                require_POST(require_fresh(self._approve)),
            ),
            "refuse": ("<uuid:export_id>/refuse/", require_POST(self._refuse)),
            "withdraw": ("<uuid:export_id>/withdraw/", require_POST(self._withdraw)),
            "fetch": (
                "<uuid:export_id>/fetch/",
                require_POST(require_fresh(self._fetch)),
            ),
            "gone": ("<uuid:export_id>/gone/", require_POST(self._gone)),
        }
        return [
            path(route, self._guarded(view), name=f"privacy_export_{name}")
            for name, (route, view) in views.items()
        ]

    def _list(self, request: HttpRequest) -> HttpResponse:
        by = _staff(request)
        facts = {
            "title": "Exports",
            "rows": page.listed(by, at=timezone.now()),
            "may_ask": by.has_perm(asking.ASK),
        }
        return self._page(request, "exports", facts)

    def _ask(self, request: HttpRequest) -> HttpResponse:
        by = _staff(request)
        _require(by, asking.ASK)
        form = _form(request, by)
        if form is None:
            facts = {"title": "Ask for an export", "offers": page.offered(by)}
            return self._page(request, "export_offers", facts)
        if request.method != "POST":
            return self._asking(request, form)
        if not form.is_valid():
            return self._asking(request, form, status=422)
        return self._asked(request, form, by)

    def _asked(self, request: HttpRequest, form: AskForm, by: Person) -> HttpResponse:
        told = {"once": form.cleaned_data["once"], "by": by, "at": timezone.now()}
        try:
            export, passphrase = asking.ask(wish=form.wish(), **told)
        except NoKey as refused:
            form.add_error("public_key", str(refused))
            return self._asking(request, form, status=422)
        except NotAsked as refused:
            form.add_error(None, str(refused))
            return self._asking(request, form, status=409)
        if not passphrase:
            messages.success(request, "Asked for. A second person has to approve it.")
            return _to(export)
        facts = {"title": "Asked for", "export": export, "passphrase": passphrase}
        return self._page(request, "export_passphrase", facts)

    def _detail(self, request: HttpRequest, export_id: UUID) -> HttpResponse:
        return self._shown(request, _found(request, export_id))

    def _approve(self, request: HttpRequest, export_id: UUID) -> HttpResponse:
        shown = request.POST.get("shown", "")[:64]
        return self._act(
            request, export_id, deciding.APPROVE, deciding.approve, shown=shown
        )

    def _refuse(self, request: HttpRequest, export_id: UUID) -> HttpResponse:
        form = RefuseForm(request.POST)
        if not form.is_valid():
            _require(_staff(request), deciding.APPROVE)
            export = _found(request, export_id)
            return self._shown(request, export, form=form, status=422)
        reason = Refusal(form.cleaned_data["reason"])
        return self._act(
            request, export_id, deciding.APPROVE, deciding.refuse, reason=reason
        )

    def _withdraw(self, request: HttpRequest, export_id: UUID) -> HttpResponse:
        return self._act(request, export_id, asking.ASK, deciding.withdraw)

    def _gone(self, request: HttpRequest, export_id: UUID) -> HttpResponse:
        return self._act(request, export_id, asking.ASK, ending.said_gone)

    def _fetch(self, request: HttpRequest, export_id: UUID) -> HttpResponse:
        by, export = _staff(request), _found(request, export_id)
        _require(by, asking.ASK)
        try:
            file = fetching.fetch(export, by=by, at=timezone.now())
        except NotAllowed as refused:
            again = _found(request, export_id)
            return self._shown(request, again, refused=str(refused), status=409)
        name = fetching.file_name(export)
        return HttpResponse(
            file,
            content_type="application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _act(
        self, request: HttpRequest, export_id: UUID, right: str, verb: Any, **told: Any
    ) -> HttpResponse:
        by, export = _staff(request), _found(request, export_id)
        _require(by, right)
        try:
            verb(export=export, by=by, at=timezone.now(), **told)
        except NotAllowed as refused:
            again = _found(request, export_id)
            return self._shown(request, again, refused=str(refused), status=409)
        return _to(export)

    def _asking(
        self, request: HttpRequest, form: AskForm, *, status: int = 200
    ) -> HttpResponse:
        facts = {
            "title": f"Ask for an export: {form.sheet.title.lower()}",
            "form": form,
            "purpose": form.purpose.words,
            "limit": form.limit,
        }
        return self._page(request, "export_ask", facts, status=status)

    def _shown(
        self,
        request: HttpRequest,
        export: Export,
        *,
        form: RefuseForm | None = None,
        refused: str = "",
        status: int = 200,
    ) -> HttpResponse:
        facts = page.facts(export, by=_staff(request), at=timezone.now())
        facts |= {"refused": refused}
        if form is not None:
            facts["refuse_form"] = form
        return self._page(request, "export", facts, status=status)

    def _page(
        self, request: HttpRequest, name: str, facts: Any, *, status: int = 200
    ) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **facts}
        template = f"admin/privacy/{name}.html"
        return TemplateResponse(request, template, context, status=status)

    def _guarded(self, view: Any) -> Any:
        """Let in those alone who may look, and let no browser keep the page."""

        def looked_at(request: HttpRequest, **named: Any) -> HttpResponse:
            if not self.has_view_permission(request):
                raise PermissionDenied
            answer: HttpResponse = view(request, **named)
            return answer

        return self.admin_site.admin_view(never_cache(looked_at))


def _form(request: HttpRequest, by: Person) -> AskForm | None:
    """Return the form for what was chosen; None where that is nothing they may."""
    told = request.POST if request.method == "POST" else request.GET
    sheet, named = sheets.get(told.get("sheet", "")), told.get("for", "")
    purpose = Purpose(named) if named in set(Purpose) else None
    limit = limits.of(by).get(purpose) if purpose else None
    if sheet is None or purpose is None or limit is None:
        return None
    if request.method == "POST":
        return AskForm(sheet, purpose, limit, request.POST)
    form = AskForm(sheet, purpose, limit)
    form.initial = last_week(timezone.now())
    return form


def _found(request: HttpRequest, export_id: UUID) -> Export:
    """Return an export that whoever asks may see; another's is not there."""
    rows = page.seen_by(_staff(request)).select_related("by", "decided_by")
    export: Export | None = rows.filter(pk=export_id).first()
    if export is None:
        raise Http404
    return export


def _require(by: Person, right: str) -> None:
    if not by.has_perm(right):
        raise PermissionDenied


def _staff(request: HttpRequest) -> Person:
    """Who is signed in; the staff pages let nobody else in."""
    return cast(Person, request.user)


def _to(export: Export) -> HttpResponse:
    there = reverse("admin:privacy_export_change", args=[export.pk])
    return HttpResponseRedirect(there, status=303)
