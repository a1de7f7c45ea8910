"""The trail in the staff pages: read, and never added to or changed there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from privacy import masking
from privacy.encryption import keys
from privacy.people import Person
from privacy.trail import heads
from privacy.trail.entry import TrailEntry
from privacy.trail.names import people_of

READ = "privacy.read_trail"
PAGE = 50


@admin.register(TrailEntry)
class TrailAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # not generic at run time
    """One list, the newest first, fifty at a time."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody types an entry in."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Entries stay."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Entries stay as they are."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever has the right may read."""
        return _staff(request).has_perm(READ)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the page in the list of sections to those who may read."""
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """Return the address of the list."""
        view: Any = never_cache(require_safe(self._list))
        name = "privacy_trailentry_changelist"
        return [path("", self.admin_site.admin_view(view), name=name)]

    def _list(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = _page(request.GET.get("before", ""))
        shown = found[:PAGE]
        facts = {
            "title": "Trail",
            "rows": _rows(shown, _staff(request)),
            "head": heads.newest(),
            "next": shown[-1].position if len(found) > PAGE else None,
        }
        context = {**self.admin_site.each_context(request), "opts": self.opts, **facts}
        return TemplateResponse(request, "admin/privacy/trail.html", context)


def _page(before: str) -> Sequence[TrailEntry]:
    """Return the entries before a position, and one more to see whether it goes on."""
    rows = TrailEntry.objects.order_by("-position")
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(position__lt=int(before))
    found: Sequence[TrailEntry] = rows[: PAGE + 1]
    return list(found)


def _rows(entries: Sequence[TrailEntry], by: Person) -> list[dict[str, Any]]:
    named = {name for entry in entries for name in (entry.by, entry.about) if name}
    people = people_of(named)
    keys.prefetch([person.pk for person in people.values()])
    return [
        {
            "entry": entry,
            "who": _who(entry.by, people, by) or "The program",
            "whose": _who(entry.about, people, by),
            "fields": [field.split(".") for field in entry.fields],
            "what": entry.what.replace("_", " "),
            "why": entry.why.replace("_", " "),
        }
        for entry in entries
    ]


def _who(name: UUID | None, people: Mapping[UUID, Person], by: Person) -> str:
    if name is None:
        return ""
    person = people.get(name)
    if person is None:
        return "Somebody who was erased"
    if person.pk == by.pk:
        return "You"
    return masking.masked(person, "name") or masking.masked(person, "email")


def _staff(request: HttpRequest) -> Person:
    """Who is signed in; the staff pages let nobody else in."""
    return cast(Person, request.user)
