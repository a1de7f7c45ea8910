"""Cases in the staff pages: a queue by due date, a page for each, its acts.

Nothing can be added, deleted or edited here, and no value of a customer gets into a
title, a message, an address or Django's log.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from privacy import masking
from privacy.access import TooManyLooks
from privacy.cases import handling, telling_others
from privacy.cases.case import Case, NotAllowed
from privacy.cases.desk import page, queue, reading, verbs
from privacy.cases.desk.forms import ActForm
from privacy.cases.desk.queue import Wish
from privacy.cases.identity import Refused
from privacy.cases.notice import Notice
from privacy.cases.states import Kind
from privacy.looking import LookForm
from privacy.people import Person
from privacy.second_factors import require_fresh
from privacy.trail import entry, recording

NOT_FOUND = "No request has that reference. Write all of it, such as R-7K2M9P."


@admin.register(Case)
class CaseAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # not generic at run time
    """The queue, the page of a case, and its acts."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody types a case in here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Cases end by a decision and go on their date, never by a button."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is edited: each act asks for its own right."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may review or approve may look."""
        return any(_staff(request).has_perm(right) for right in verbs.EITHER)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show cases in the list of sections to those who may look."""
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of the queue, the search, a case and its acts."""
        views = {
            "changelist": ("", self.queue),
            "find": ("find/", self.find),
            "change": ("<uuid:case_id>/change/", self.detail),
            "act": ("<uuid:case_id>/acts/<slug:name>/", self.act),
            "look": ("<uuid:case_id>/look/", self.look),
            "take": ("<uuid:case_id>/take/", self.take),
            "put_back": ("<uuid:case_id>/put-back/", self.put_back),
            "told": ("<uuid:case_id>/told/<uuid:notice_id>/", self.told),
        }
        return [
            path(route, self._guarded(view), name=f"privacy_case_{name}")
            for name, (route, view) in views.items()
        ]

    def queue(self, request: HttpRequest) -> HttpResponse:
        """Show the cases under one tab, the most urgent first."""
        return require_safe(self._queue)(request)

    def find(self, request: HttpRequest) -> HttpResponse:
        """Go to the case with this reference, which says nothing about anybody."""
        return require_safe(self._find)(request)

    def detail(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        """Show one case."""
        return require_safe(self._detail)(request, case_id)

    def act(self, request: HttpRequest, case_id: UUID, name: str) -> HttpResponse:
        """Do one thing, or say why not and keep what was typed."""
        decides = name in verbs.DECISIONS
        view = require_fresh(self._act) if decides else self._act
        return require_POST(view)(request, case_id, name)

    def look(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        """Open what was written, for a reason that the customer can read."""
        return require_POST(self._look)(request, case_id)

    def take(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        """Make a case one's own."""
        return require_POST(self._handled)(request, case_id, handling.take)

    def put_back(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        """Make it nobody's again."""
        return require_POST(self._handled)(request, case_id, handling.put_back)

    def told(
        self, request: HttpRequest, case_id: UUID, notice_id: UUID
    ) -> HttpResponse:
        """Note that a recipient was told and confirmed it."""
        return require_POST(self._told)(request, case_id, notice_id)

    def _queue(self, request: HttpRequest) -> HttpResponse:
        wish = queue.wished(request.GET.dict())
        by, today = _staff(request), timezone.localdate()
        found = queue.page(wish, by, on=today)
        facts = {
            "title": "Requests",
            "wish": wish,
            "tabs": queue.tabs(by, on=today),
            "kinds": Kind.choices,
            "states": queue.states(wish.tab),
            "rows": [_row(case, found, by) for case in found.cases],
            "first": _link(wish),
            "next": _link(wish, after=found.next_after) if found.next_after else "",
        }
        return self._page(request, "queue", facts)

    def _find(self, request: HttpRequest) -> HttpResponse:
        typed = queue.reference(request.GET.get("reference", ""))
        case = Case.objects.filter(reference=typed).first()
        recording.record(
            kind=entry.Kind.SEARCH,
            what=Case._meta.label,
            by=_staff(request),
            fields=["privacy.Case.reference"],
            row_id=case.pk if case else None,
            at=timezone.now(),
        )
        if case is None:
            messages.warning(request, NOT_FOUND)
            return _to(reverse("admin:privacy_case_changelist"))
        return _to(_page_of(case))

    def _detail(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        return self._case(request, _found(case_id))

    def _act(self, request: HttpRequest, case_id: UUID, name: str) -> HttpResponse:
        case, verb = _found(case_id), verbs.VERBS.get(name)
        if verb is None:
            raise Http404
        by = _staff(request)
        if not verb.allowed_to(by):
            raise PermissionDenied
        form = verb.form(request.POST, case=case, name=name)
        if not form.is_valid():
            return self._case(request, case, form=form, status=422)
        try:
            verbs.carry_out(name, case=case, form=form, by=by, at=timezone.now())
        except (NotAllowed, Refused) as refused:
            told = str(refused)
            return self._case(
                request, _found(case_id), form=form, refused=told, status=409
            )
        messages.success(request, verb.done)
        return _to(_page_of(case))

    def _look(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        case, form = _found(case_id), LookForm(request.POST)
        if not form.is_valid():
            return self._case(request, case, look=form, status=422)
        if not reading.is_gone(case):
            by, at = _staff(request), timezone.now()
            try:
                reading.look(case=case, by=by, at=at, **form.asked())
            except TooManyLooks as refused:
                form.add_error(None, str(refused))
                return self._case(request, case, look=form, status=429)
        return _to(_page_of(case))

    def _handled(
        self, request: HttpRequest, case_id: UUID, verb: Callable[..., None]
    ) -> HttpResponse:
        case, by = _found(case_id), _staff(request)
        try:
            if case.person_id == by.pk:
                raise NotAllowed(verbs.OWN)
            verb(case=case, by=by, at=timezone.now())
        except NotAllowed as refused:
            return self._case(request, case, refused=str(refused), status=409)
        return _to(_page_of(case))

    def _told(
        self, request: HttpRequest, case_id: UUID, notice_id: UUID
    ) -> HttpResponse:
        by, case = _staff(request), _found(case_id)
        if not by.has_perm(verbs.REVIEW):
            raise PermissionDenied
        notice = Notice.objects.filter(pk=notice_id, case=case).first()
        if notice is None:
            raise Http404
        telling_others.acknowledge(notice=notice, by=by, at=timezone.now())
        messages.success(request, "Noted: this recipient was told.")
        return _to(_page_of(case))

    def _case(
        self,
        request: HttpRequest,
        case: Case,
        *,
        form: ActForm | None = None,
        look: LookForm | None = None,
        refused: str = "",
        status: int = 200,
    ) -> HttpResponse:
        facts = page.facts(case, by=_staff(request), at=timezone.now())
        facts |= {"refused": refused, "failed": form or look}
        if look is not None:
            facts["look"] = look
        if form is not None:
            facts["offers"] = verbs.with_failed(facts["offers"], case, form)
        return self._page(request, "case", facts, status=status)

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


def _row(case: Case, found: queue.Page, by: Person) -> dict[str, Any]:
    left, tone = queue.due_words(case, on=timezone.localdate())
    return {
        "case": case,
        "left": left,
        "tone": tone,
        "email": masking.masked(case, "email") or masking.ERASED,
        "waits_for": queue.waits_for(case),
        "handler": page.name(queue.handler(case), by),
        "identity": queue.identity_words(case),
        "same": found.same.get(case.pk, ()),
    }


def _found(case_id: UUID) -> Case:
    rows = Case.objects.select_related(
        "person", "duplicate_of", "reviewed_by", "approved_by"
    )
    case: Case | None = rows.filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def _staff(request: HttpRequest) -> Person:
    """Who is signed in; the staff pages let nobody else in."""
    return cast(Person, request.user)


def _page_of(case: Case) -> str:
    return reverse("admin:privacy_case_change", args=[case.pk])


def _link(wish: Wish, after: str = "") -> str:
    """Return the query of the same wish from another place on."""
    asked = {"tab": wish.tab, "kind": wish.kind, "state": wish.state, "after": after}
    return "?" + "&".join(f"{name}={value}" for name, value in asked.items() if value)


def _to(there: str) -> HttpResponse:
    return HttpResponseRedirect(there, status=303)
