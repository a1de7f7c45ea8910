"""Looks at what left: with a consent that stood, and no letter that advertises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.template.loader import get_template

from privacy.consent import What
from privacy.disclosure import Disclosure
from privacy.letters import door
from privacy.letters.models import Letter
from privacy.promises.promise import Finding, measures, told

REMOTE = re.compile(r"<(?:img|iframe|link|script|video|audio|object)\b|url\(", re.I)
ADDRESS = re.compile(r"https?://[^\s\"'<>]+", re.I)
INCLUDES = re.compile(r"{%\s*(?:extends|include)\s+[\"']([^\"']+)[\"']")


@measures("B2", "what left for others")
def everything_that_left_had_a_consent(at: datetime) -> Finding:
    """Compare the ledger of what left with the consents that stood at that moment."""
    rows = Disclosure.objects.all()
    bare = rows.filter(
        Q(consent=None)
        | Q(pk__in=_left_too_late())
        | Q(consent__given_at__gt=F("at"))
        | ~Q(consent__person=F("person"))
        | ~Q(consent__recipient=F("recipient"))
        | ~Q(recipient__in=list(settings.RECIPIENTS))
    )
    counts = {"left": rows.count(), "bare": bare.count()}
    if counts["bare"]:
        return Finding(False, "Something left without a consent that stood.", counts)
    words = told(
        counts["left"],
        "Nothing has left yet.",
        "{} hand-overs are on record, each with a consent that stood.",
    )
    return Finding(True, words, counts)


def _left_too_late() -> QuerySet[Disclosure]:
    """Return what left after the consent to it was withdrawn."""
    return Disclosure.objects.filter(
        consent__events__what=What.WITHDRAWN, consent__events__at__lt=F("at")
    )


@measures("B3", "templates of letters")
def no_letter_advertises(at: datetime) -> Finding:
    """Read every template that can be sent: nothing remote, no address that tracks."""
    templates = door.registered()
    wrong = sorted({name for name in templates for _ in _remote(name)})
    counts = {"templates": len(templates), "wrong": len(wrong)}
    if wrong:
        return Finding(False, "A letter fetches something from elsewhere.", counts)
    return Finding(
        True,
        f"We read all {len(templates)} letters that can be sent: each has a purpose, "
        "and none of the purposes is advertising. No pictures, no tracking links.",
        counts,
    )


@measures("B1", "letters that went")
def every_letter_had_a_purpose(at: datetime) -> Finding:
    """Compare the letters that are stored with the list of what may be sent."""
    known = Q()
    for each in door.registered().values():
        known |= Q(template=each.template, purpose=each.purpose)
    rows = Letter.objects.all()
    counts = {"letters": rows.count(), "unknown": rows.exclude(known).count()}
    if counts["unknown"]:
        return Finding(False, "A letter was written for no known purpose.", counts)
    words = told(
        counts["letters"],
        "No letter is stored.",
        "{} letters are stored: each has a purpose from the list.",
    )
    return Finding(True, words, counts)


def _remote(name: str) -> Iterator[str]:
    """Return what a letter would fetch, or where it would lead beside the shop."""
    for part in ("html", "txt"):
        for source in _sources(f"letters/{name}.{part}"):
            yield from REMOTE.findall(source)
            yield from ADDRESS.findall(source)


def _sources(name: str) -> Iterator[str]:
    """Return the source of a template and of all that it is made of."""
    template: Any = get_template(name)
    source = template.template.source
    yield source
    for part in INCLUDES.findall(source):
        yield from _sources(part)
