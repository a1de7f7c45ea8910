"""Staff and their roles in the staff pages: for administrators, and never one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from privacy import masking
from privacy.encryption import keys
from privacy.people import Person
from privacy.second_factors.again import require_fresh
from privacy.showing import values
from privacy.showing.admin import closing
from shop.rights import giving
from shop.rights.forms import RolesForm, Sure
from shop.rights.giving import NotGiven
from shop.roles import ROLES

MOST = 500


@admin.register(Person)
class StaffAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # not generic at run time
    """The list of who works here, and the page of one with their roles."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Logins are made by `manage.py create_staff`."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People go by erasure and retention."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing of a person is edited here."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever gives roles may look."""
        return _staff(request).has_perm(giving.GIVE)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the page in the list of sections to those who may look."""
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of the list, of one person, and of what is done."""
        views: dict[str, tuple[str, Any]] = {
            "changelist": ("", require_safe(self._list)),
            "change": ("<uuid:person_id>/", require_safe(self._detail)),
            "roles": (
                "<uuid:person_id>/roles/",
                require_POST(require_fresh(self._roles)),
            ),
            "set_up": (
                "<uuid:person_id>/set-up/",
                require_POST(require_fresh(self._set_up)),
            ),
            "leave": (
                "<uuid:person_id>/leave/",
                require_POST(require_fresh(self._leave)),
            ),
        }
        return [
            path(route, self._guarded(view), name=f"privacy_person_{name}")
            for name, (route, view) in views.items()
        ]

    def _list(self, request: HttpRequest) -> HttpResponse:
        by = _staff(request)
        found = Person.objects.filter(is_staff=True, erasing_since=None)
        people = found.prefetch_related("groups", "user_permissions").order_by(
            "created_at"
        )[:MOST]
        keys.prefetch([person.pk for person in people])
        facts = {
            "title": "Staff and roles",
            "rows": [_row(each, by) for each in people],
        }
        return self._page(request, "staff", facts)

    def _detail(self, request: HttpRequest, person_id: UUID) -> HttpResponse:
        return self._shown(request, _found(person_id))

    def _roles(self, request: HttpRequest, person_id: UUID) -> HttpResponse:
        form = RolesForm(request.POST, person=_found(person_id), prefix="roles")
        return self._done(
            request, form, giving.change, "The roles are as you chose them.", "roles"
        )

    def _set_up(self, request: HttpRequest, person_id: UUID) -> HttpResponse:
        form = Sure(request.POST, person=_found(person_id), prefix="set_up")
        said = "From now on they may do what their roles say."
        return self._done(request, form, giving.end_set_up, said)

    def _leave(self, request: HttpRequest, person_id: UUID) -> HttpResponse:
        form = Sure(request.POST, person=_found(person_id), prefix="leave")
        said = "They can’t open the staff pages any more."
        return self._done(request, form, giving.end_access, said)

    def _done(
        self,
        request: HttpRequest,
        form: Sure,
        verb: Callable[..., None],
        said: str,
        *told: str,
    ) -> HttpResponse:
        """Do it, or say why not and keep what was typed."""
        if not form.is_valid():
            return self._shown(request, form.person, form=form, status=422)
        try:
            chosen = {name: form.cleaned_data[name] for name in told}
            verb(person=form.person, by=_staff(request), **chosen)
        except NotGiven as refused:
            return self._shown(
                request, form.person, form=form, refused=str(refused), status=409
            )
        messages.success(request, said)
        return _back()

    def _shown(
        self,
        request: HttpRequest,
        person: Person,
        *,
        form: Sure | None = None,
        refused: str = "",
        status: int = 200,
    ) -> HttpResponse:
        by, at, filled = _staff(request), timezone.now(), form and form.auto_id
        cells = values.cells(person, by=by, at=at, back=_page_of(person))
        facts = {
            "title": "Roles",
            "row": _row(person, by),
            "cells": cells,
            "refused": refused,
            "failed": form,
            "form": form if filled == "roles_%s" else _roles_form(person),
            "set_up": form if filled == "set_up_%s" else _sure(person, "set_up"),
            "leave": form if filled == "leave_%s" else _sure(person, "leave"),
        }
        answer = self._page(request, "person", facts, status=status)
        return closing(answer, values.closes(cells), at=at)

    def _page(
        self, request: HttpRequest, name: str, facts: Any, *, status: int = 200
    ) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **facts}
        template = f"shop/staff/{name}.html"
        return TemplateResponse(request, template, context, status=status)

    def _guarded(self, view: Any) -> Any:
        """Let in those alone who give roles, and let no browser keep the page."""

        def looked_at(request: HttpRequest, **named: Any) -> HttpResponse:
            if not self.has_view_permission(request):
                raise PermissionDenied
            answer: HttpResponse = view(request, **named)
            return answer

        return self.admin_site.admin_view(never_cache(looked_at))


# What a role may do is in `shop.roles` and in no screen.
admin.site.unregister(Group)


def _row(person: Person, by: Person) -> dict[str, Any]:
    return {
        "person": person,
        "name": masking.masked(person, "name") or masking.DOTS,
        "email": masking.masked(person, "email"),
        "roles": [ROLES[key].title for key in giving.roles_of(person)],
        "has_more": bool(person.user_permissions.all()),
        "is_you": person.pk == by.pk,
    }


def _roles_form(person: Person) -> RolesForm:
    form = RolesForm(person=person, prefix="roles")
    form.initial = {"roles": giving.roles_of(person)}
    return form


def _sure(person: Person, prefix: str) -> Sure:
    return Sure(person=person, prefix=prefix)


def _found(person_id: UUID) -> Person:
    rows = Person.objects.filter(is_staff=True, erasing_since=None)
    person: Person | None = rows.filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person


def _staff(request: HttpRequest) -> Person:
    """Who is signed in; the staff pages let nobody else in."""
    return cast(Person, request.user)


def _page_of(person: Person) -> str:
    return reverse("admin:privacy_person_change", args=[person.pk])


def _back() -> HttpResponse:
    there = reverse("admin:privacy_person_changelist")
    return HttpResponseRedirect(there, status=303)
