"""Retention in the staff pages: what is due, late and done, and what is held longer."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from privacy import masking
from privacy.people import Person
from privacy.retention import chart, forecast, holding, words
from privacy.retention.forms import HoldForm
from privacy.retention.hold import LegalHold
from privacy.retention.holding import NotHeld

HOLD = "privacy.hold_data"
_LOOK = (HOLD, "privacy.review_case", "privacy.approve_case")
MOST_HOLDS = 200


@admin.register(LegalHold)
class RetentionAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # not generic at run time
    """One page: the chart, what is due, the last sweeps, the holds, and a form."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Holds are made on the page itself."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Holds go two years after their end."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A hold is lifted, never edited."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever works on requests may look."""
        return any(_staff(request).has_perm(right) for right in _LOOK)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the page in the list of sections to those who may look."""
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of the page and its two acts."""
        views = {
            "changelist": ("", require_safe(self._shown)),
            "hold": ("hold/", require_POST(self._hold)),
            "lift": ("<uuid:hold_id>/lift/", require_POST(self._lift)),
        }
        return [
            path(route, self._guarded(view), name=f"privacy_legalhold_{name}")
            for name, (route, view) in views.items()
        ]

    def _shown(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, HoldForm())

    def _hold(self, request: HttpRequest) -> HttpResponse:
        by = _holder(request)
        form = HoldForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        told = {name: form.cleaned_data[name] for name in ("what", "words", "until")}
        reason = LegalHold.Reason(form.cleaned_data["reason"])
        try:
            holding.hold(**told, reason=reason, by=by, at=timezone.now())
        except NotHeld as refused:
            form.add_error("until", str(refused))
            return self._page(request, form, status=409)
        messages.success(request, "Held. It ends by itself after the last day.")
        return _back()

    def _lift(self, request: HttpRequest, hold_id: UUID) -> HttpResponse:
        by = _holder(request)
        hold = LegalHold.objects.filter(pk=hold_id).first()
        if hold is None:
            raise Http404
        holding.lift(hold=hold, by=by, at=timezone.now())
        messages.success(request, "Lifted. What is past its date goes with the sweep.")
        return _back()

    def _page(
        self, request: HttpRequest, form: HoldForm, *, status: int = 200
    ) -> HttpResponse:
        at, by = timezone.now(), _staff(request)
        entries = forecast.entries(at=at)
        facts = {
            "title": "Retention",
            "bars": chart.bars(entries, forecast.weeks(at=at)),
            "entries": entries,
            "within": forecast.WITHIN,
            "grace": forecast.GRACE,
            "sweeps": [_sweep(report) for report in forecast.done()],
            "holds": _holds(by, on=timezone.localdate(at)),
            "may_hold": by.has_perm(HOLD),
            "form": form,
        }
        context = {**self.admin_site.each_context(request), "opts": self.opts, **facts}
        template = "admin/privacy/retention.html"
        return TemplateResponse(request, template, context, status=status)

    def _guarded(self, view: Any) -> Any:
        """Let in those alone who may look, and let no browser keep the page."""

        def looked_at(request: HttpRequest, **named: Any) -> HttpResponse:
            if not self.has_view_permission(request):
                raise PermissionDenied
            answer: HttpResponse = view(request, **named)
            return answer

        return self.admin_site.admin_view(never_cache(looked_at))


def _sweep(report: Any) -> dict[str, Any]:
    return {
        "report": report,
        "went": [(words.label(of), n) for of, n in sorted(report.counts.items())],
        "failed": [words.label(of) for of in report.failed],
    }


def _holds(by: Person, *, on: Any) -> list[dict[str, Any]]:
    standing = LegalHold.objects.standing(on=on).select_related("by")
    return [
        {"hold": hold, "what": _named(hold), "who": _who(hold.by, by)}
        for hold in standing.order_by("ends_on")[:MOST_HOLDS]
    ]


def _named(hold: LegalHold) -> str:
    """Return what is held: a number that says nothing about anybody, never a name."""
    if hold.is_whole:
        return "Everything of one person"
    model: Any = apps.get_model(hold.label)
    row = model.objects.filter(pk=hold.row_id).first()
    named = str(row) if row else f"{model._meta.verbose_name}, gone"
    return named[:1].upper() + named[1:]


def _who(person: Person, by: Person) -> str:
    return "You" if person.pk == by.pk else masking.masked(person, "name")


def _holder(request: HttpRequest) -> Person:
    by = _staff(request)
    if not by.has_perm(HOLD):
        raise PermissionDenied
    return by


def _staff(request: HttpRequest) -> Person:
    """Who is signed in; the staff pages let nobody else in."""
    return cast(Person, request.user)


def _back() -> HttpResponse:
    there = reverse("admin:privacy_legalhold_changelist")
    return HttpResponseRedirect(there, status=303)
