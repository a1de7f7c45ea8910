"""What the first of the staff pages shows of people's requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from privacy.cases.case import Case
from privacy.cases.desk import queue, verbs

register = template.Library()
SHOWN = 5


@register.inclusion_tag("admin/privacy/pressing.html", takes_context=True)
def pressing_requests(context: Context) -> dict[str, Any]:
    """Show what is late, due within a week, or waits for a second person.

    Whoever has no right to look gets nothing.
    """
    by = context["request"].user
    if not any(by.has_perm(right) for right in verbs.EITHER):
        return {"may_look": False}
    at = timezone.now()
    found, today = queue.urgent(at=at), timezone.localdate(at)
    return {
        "may_look": True,
        "urgent": found,
        "groups": [
            ("Late", "bad", *_some(found.overdue, today)),
            ("Due within a week", "warn", *_some(found.soon, today)),
            ("Waiting for a second person", "info", *_some(found.second, today)),
        ],
    }


def _some(cases: Sequence[Case], today: date) -> tuple[list[tuple[Case, str]], str]:
    """Return the first few with the days that are left, and how many there are."""
    shown = [(case, queue.due_words(case, on=today)[0]) for case in cases[:SHOWN]]
    return shown, queue.number_words(len(cases))
