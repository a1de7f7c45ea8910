"""The page of one case: what is known, what would happen, and who did what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.dateformat import format as date_format

from privacy import masking
from privacy.cases import clock, handling, identity, proving, timeline
from privacy.cases.case import Case
from privacy.cases.challenge import Challenge
from privacy.cases.desk import queue, reading, trial, verbs, whose
from privacy.cases.history import CaseEvent
from privacy.cases.states import CHANGES_DATA, Kind, Refusal, State
from privacy.encryption import keys
from privacy.looking import LookForm
from privacy.people import Person

MOST_OTHERS = 10


@dataclass(frozen=True)
class Happened:
    """One thing in the history, with who did it."""

    at: datetime
    title: str
    who: str
    more: str = ""


@dataclass(frozen=True)
class Told:
    """One recipient who has to hear of it, and whether they confirmed."""

    id: UUID
    name: str
    fields: str
    confirmed_at: datetime | None
    who: str
    by_hand: bool


def facts(case: Case, *, by: Person, at: datetime) -> dict[str, Any]:
    """Return everything that the page of a case shows to this member of staff."""
    events = list(case.events.select_related("by"))
    people = (case.person_id, case.reviewed_by_id, case.approved_by_id)
    keys.prefetch([case.pk, *people, *(event.by_id for event in events)])
    left, tone = queue.due_words(case, on=timezone.localdate(at))
    return {
        "case": case,
        "title": Kind(case.kind).label,
        "left": left,
        "tone": tone,
        "used": _used(case, at),
        "extension": extension(case, at=at),
        "waits_for": queue.waits_for(case),
        "trial": trial.shown(case, at=at),
        "has_plan": case.kind in CHANGES_DATA,
        "why_not": why_not(case, by=by),
        "handler": name(handling.handler(case), by),
        "reviewer": name(case.reviewed_by, by),
        "approver": name(case.approved_by, by),
        "history": [_happened(event, by) for event in reversed(events)],
        "others": others(case),
        "notices": list(_told(case, by)),
        "may_note": by.has_perm(verbs.REVIEW),
        "offers": verbs.offered(case, by=by, at=at),
    } | _whose(case, by=by, at=at)


def _whose(case: Case, *, by: Person, at: datetime) -> dict[str, Any]:
    """What they wrote, who they are behind masks, and how that was proved."""
    person = case.person
    return {
        "demand": reading.opened(case=case, by=by, at=at),
        "is_gone": reading.is_gone(case),
        "look": LookForm(),
        "cells": whose.cells(case, by=by, at=at),
        "steps": [
            (step, Challenge.Rung(step.rung).label) for step in identity.steps(case)
        ],
        "asks_identity": case.kind != Kind.QUESTION,
        "changed_lately": person is not None and proving.changed_lately(person, at=at),
    }


def why_not(case: Case, *, by: Person) -> str:
    """Say why this member of staff can't approve now; nothing where they can."""
    if case.person_id == by.pk:
        return verbs.OWN
    if case.state != State.IN_REVIEW or case.kind not in CHANGES_DATA:
        return ""
    if case.kind == Kind.ERASE and case.reviewed_by_id == by.pk:
        return "You agreed to this plan, so you can’t approve it. A second person must."
    if not by.has_perm(verbs.APPROVE):
        return "You can’t approve: somebody who has the right to approve must."
    return ""


def extension(case: Case, *, at: datetime) -> str:
    """Say until when the deadline can move, or why it can't; nothing when closed."""
    later = clock.later(case)
    if case.is_closed:
        return ""
    if later is None:
        return "The law allows no later day."
    if timezone.localdate(at) > case.due_on:
        return "The last day is over: it can’t be moved any more."
    return f"It can be extended once, until {date_format(later, 'j F Y')}."


def others(case: Case) -> list[Case]:
    """Return other cases of the same address or person, the newest first."""
    same = Q(pk__in=())
    if case.email_index is not None:
        same |= Q(email_index=case.email_index)
    if case.person_id is not None:
        same |= Q(person=case.person_id)
    found = Case.objects.filter(same).exclude(pk=case.pk)
    return list(found.order_by("-received_at")[:MOST_OTHERS])


def name(person: Person | None, by: Person) -> str:
    """Return "You" for whoever looks, and anybody else's name masked."""
    if person is None:
        return ""
    return "You" if person.pk == by.pk else masking.masked(person, "name")


def _used(case: Case, at: datetime) -> tuple[int, int]:
    """Return how many days of how many are over."""
    first = timezone.localdate(case.received_at)
    whole = (case.due_on - first).days
    return min((timezone.localdate(at) - first).days, whole), whole


def _happened(event: CaseEvent, by: Person) -> Happened:
    who = "The customer" if event.by_customer else name(event.by, by) or "Automatic"
    title = timeline.TITLES.get(event.what, event.what)
    return Happened(event.at, title, who, _more(event.detail))


def _more(detail: dict[str, Any]) -> str:
    """Return the code that an event carries, in words."""
    if "reason" in detail:
        return str(Refusal(detail["reason"]).label)
    return Kind(detail["kind"]).label if "kind" in detail else ""


def _told(case: Case, by: Person) -> Iterator[Told]:
    for notice in case.notices.select_related("by").order_by("recipient"):
        registered = settings.RECIPIENTS.get(notice.recipient, {})
        yield Told(
            id=notice.pk,
            name=registered.get("name", notice.recipient),
            fields=_fields(notice.fields),
            confirmed_at=notice.acknowledged_at,
            who=name(notice.by, by),
            by_hand=not registered.get("notices_url"),
        )


def _fields(names: Iterable[str]) -> str:
    return ", ".join(each.replace("_", " ") for each in names)
