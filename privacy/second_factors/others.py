"""The second factors of other staff: who has which, and a reset for who lost theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from privacy import masking
from privacy.people import Person
from privacy.second_factors import changing
from privacy.second_factors.again import require_fresh
from privacy.second_factors.door import page, person_of, to

RIGHT = "privacy.reset_factors"


@dataclass(frozen=True)
class Row:
    """One of the staff: masked, and how many factors they have."""

    id: UUID
    email: str
    is_self: bool
    apps: int
    passkeys: int


def staff_now() -> Any:
    """Return those who may sign in to the staff pages, with a count of each kind."""
    done = Q(second_factors__confirmed_at__isnull=False)
    return Person.objects.filter(
        is_staff=True, is_active=True, erasing_since=None
    ).annotate(
        apps=Count("second_factors", filter=done & Q(second_factors__kind="app")),
        passkeys=Count(
            "second_factors", filter=done & Q(second_factors__kind="passkey")
        ),
    )


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show who of the staff has which factors."""
    by = _allowed(request)
    rows = [_row(each, by) for each in staff_now().order_by("created_at")]
    told = {"title": "Second factors of staff", "rows": rows}
    return page(request, "others", told)


@require_fresh
@require_POST
def reset(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Take all factors of somebody away who lost them."""
    by = _allowed(request)
    person = staff_now().filter(pk=person_id).exclude(pk=by.pk).first()
    if person is None:
        raise Http404
    changing.reset(person, by=by, at=timezone.now())
    return to("admin:factors_of_others")


def _allowed(request: HttpRequest) -> Person:
    by = person_of(request)
    if not by.has_perm(RIGHT):
        raise PermissionDenied
    return by


def _row(person: Any, by: Person) -> Row:
    return Row(
        id=person.pk,
        email=masking.masked(person, "email"),
        is_self=person.pk == by.pk,
        apps=person.apps,
        passkeys=person.passkeys,
    )
