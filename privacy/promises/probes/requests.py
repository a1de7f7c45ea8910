"""Looks at requests: identity proved, two people, answered and done in time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from privacy import retention
from privacy.access import Access
from privacy.cases.case import Case
from privacy.cases.states import CLOSED, Kind, State
from privacy.erasure.run import Run
from privacy.promises.promise import Finding, measures, told

ANSWERED_WITHIN = timedelta(hours=1)
"""The receipt of a request is written by the worker, which runs all the time."""
SWEPT_WITHIN = timedelta(days=2)
ERASED_WITHIN = timedelta(days=1)
DONE = (State.FULFILLED, State.FULFILLED_WITH_RETENTION)


@measures("D2", "requests and their dates")
def no_request_is_overdue(at: datetime) -> Finding:
    """Count the open requests that are past the last day the law gives."""
    unanswered = Case.objects.exclude(state__in=CLOSED)
    late = unanswered.filter(due_on__lt=timezone.localdate(at)).count()
    silent = unanswered.filter(
        acknowledged_at=None, received_at__lt=at - ANSWERED_WITHIN
    ).count()
    counts = {"open": unanswered.count(), "late": late, "silent": silent}
    if late or silent:
        return Finding(False, "A request waits longer than it may.", counts)
    words = told(
        counts["open"],
        "No request is open.",
        "{} requests are open, none past its date.",
    )
    return Finding(True, words, counts)


@measures("D3", "proof of identity")
def nobody_got_anything_unproved(at: datetime) -> Finding:
    """Count the requests that were carried out though identity was not proved."""
    done = Case.objects.filter(state__in=DONE).exclude(kind=Kind.QUESTION)
    unproved = done.filter(identity_proven_at=None).count()
    counts = {"done": done.count(), "unproved": unproved}
    if unproved:
        return Finding(False, "A request was carried out without proof.", counts)
    words = told(
        counts["done"],
        "No request was carried out yet.",
        "{} requests were carried out, each after a proof of identity.",
    )
    return Finding(True, words, counts)


@measures("C3", "two people for each erasure")
def erasures_had_two_people(at: datetime) -> Finding:
    """Count the erasures that one person alone decided."""
    decided = Case.objects.filter(kind=Kind.ERASE, approved_at__isnull=False)
    alone = decided.filter(
        Q(reviewed_by=None) | Q(approved_by=None) | Q(reviewed_by=F("approved_by"))
    ).count()
    counts = {"erasures": decided.count(), "alone": alone}
    if alone:
        return Finding(False, "One person alone decided an erasure.", counts)
    words = told(
        counts["erasures"],
        "No erasure was decided yet.",
        "{} erasures were decided, each by two people.",
    )
    return Finding(True, words, counts)


@measures("D4", "erasures")
def erasures_end_with_nothing_left(at: datetime) -> Finding:
    """Count the erasures that did not end in a day, or that left something behind."""
    runs = Run.objects.all()
    late = runs.filter(finished_at=None, queued_at__lt=at - ERASED_WITHIN).count()
    left = runs.filter(finished_at__isnull=False).exclude(findings={}).count()
    counts = {"runs": runs.count(), "late": late, "left": left}
    if late or left:
        return Finding(False, "An erasure is late, or left something behind.", counts)
    words = told(
        counts["runs"],
        "No erasure was carried out yet.",
        "{} erasures are on record; after each we looked for what was left.",
    )
    return Finding(True, words, counts)


@measures("D4", "dates of deletion")
def the_dates_are_kept(at: datetime) -> Finding:
    """Count the values that should have gone two days ago."""
    late = sum(retention.overdue(at=at - SWEPT_WITHIN).values())
    counts = {"late": late}
    if late:
        return Finding(False, "Something is past its date of deletion.", counts)
    return Finding(True, "Nothing is past its date of deletion.", counts)


@measures("C4", "reasons of staff")
def every_look_has_a_reason(at: datetime) -> Finding:
    """Count the looks of staff at personal values without a written reason."""
    looks = Access.objects.all()
    silent = looks.filter(reason="").count()
    counts = {"looks": looks.count(), "silent": silent}
    if silent:
        return Finding(False, "Somebody looked without saying why.", counts)
    words = told(
        counts["looks"],
        "Nobody has looked yet.",
        "{} looks of staff are on record, each with its reason.",
    )
    return Finding(True, words, counts)
