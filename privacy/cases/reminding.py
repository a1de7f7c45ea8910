"""Reminding: one letter a day tells the privacy role what is late, due or waiting.

It names references and dates alone. However often it is asked for, each person gets
one letter a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from privacy import letters
from privacy.cases.case import Case
from privacy.cases.desk import queue
from privacy.cases.desk.queue import Urgent
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.purposes import Purpose

TEMPLATE = "cases/pressing"
KEPT_DAYS = 7

letters.register(TEMPLATE, purpose=Purpose.OFFICIAL_NOTICE, keep_days=KEPT_DAYS)


def remind(*, at: datetime) -> int:
    """Write today's letter to everybody who works on cases; return how many.

    Nothing is written on a day when nothing presses.
    """
    urgent = queue.urgent(at=at)
    if urgent.nothing:
        return 0
    told = facts(urgent, at=at)
    return sum(_write_once(person, told, at) for person in reviewers())


def reviewers() -> list[Person]:
    """Return the staff who may review cases: by themselves, by a role, or by all."""
    codename, app = "review_case", "privacy"
    own = Q(user_permissions__codename=codename)
    own &= Q(user_permissions__content_type__app_label=app)
    role = Q(groups__permissions__codename=codename)
    role &= Q(groups__permissions__content_type__app_label=app)
    staff = Person.objects.filter(is_staff=True, is_active=True, erasing_since=None)
    found = staff.filter(own | role | Q(is_superuser=True)).values_list("pk")
    return list(Person.objects.filter(pk__in=found).order_by("pk"))


def facts(urgent: Urgent, *, at: datetime) -> dict[str, Any]:
    """Return what the letter says."""
    there = reverse("admin:privacy_case_changelist")
    return {
        "overdue": _lines(urgent.overdue, at),
        "soon": _lines(urgent.soon, at),
        "second": _lines(urgent.second, at),
        "link": f"{settings.SHOP_ORIGIN}{there}",
    }


def _lines(cases: Sequence[Case], at: datetime) -> list[tuple[str, str, str]]:
    today = timezone.localdate(at)
    return [
        (case.reference, case.get_kind_display(), queue.due_words(case, on=today)[0])
        for case in cases
    ]


def _write_once(person: Person, told: dict[str, Any], at: datetime) -> bool:
    """Write unless today's letter is there; the person's row is the lock."""
    morning = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    night = morning + timedelta(days=1)
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=person.pk)
        today = Letter.objects.filter(
            person=person,
            template=TEMPLATE,
            queued_at__gte=morning,
            queued_at__lt=night,
        )
        if today.exists():
            return False
        letters.write(
            template=TEMPLATE,
            purpose=Purpose.OFFICIAL_NOTICE,
            person=person,
            context=told,
            at=at,
        )
    return True
