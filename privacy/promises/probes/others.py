"""Looks at what left: on a basis that stood, by the door; and no letter advertises."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum

from privacy import guarding
from privacy.consent import What
from privacy.disclosure import Disclosure
from privacy.disclosure.refusals import RefusedConnection
from privacy.letters import door, reading
from privacy.letters.models import Held, Letter
from privacy.promises.promise import Finding, measures, told
from privacy.purposes import Purpose
from privacy.recipients import Basis


@measures("B2", "what left for others")
def everything_that_left_had_a_basis(at: datetime) -> Finding:
    """Compare the ledger of what left with consents, laws and contracts behind it."""
    rows = Disclosure.objects.all()
    counts = {"left": rows.count(), "bare": rows.filter(_bare()).count()}
    counts |= {basis.value: rows.filter(basis=basis).count() for basis in Basis}
    if counts["bare"]:
        return Finding(False, "Something left without what allows it.", counts)
    words = told(
        counts["left"],
        "Nothing has left yet.",
        "{} hand-overs are on record, each with a consent that stood, a law that asks "
        "for it, or a contract with somebody who works for us.",
    )
    return Finding(True, words, counts)


@measures("B2", "ways out of the program")
def nothing_passes_the_door(at: datetime) -> Finding:
    """Try to connect elsewhere, and count what was refused in the last days.

    Nothing is sent by that: the address belongs to nobody, and no datagram goes there.
    """
    since = RefusedConnection.objects.filter(at__gt=at - timedelta(days=2), at__lte=at)
    counts = {"refused": since.aggregate(all=Sum("times"))["all"] or 0}
    if not guarding.holds():
        return Finding(False, "The program could connect to anybody.", counts)
    words = told(
        counts["refused"],
        "We tried to connect to an address that is on no list: the program refused. "
        "Nothing else tried in the last two days.",
        "{} connections to addresses that are on no list were refused in the last two "
        "days, beside our own try.",
    )
    return Finding(True, words, counts)


def _bare() -> Q:
    """Return what finds rows of the ledger with nothing that allows them."""
    agreed = Q(basis=Basis.CONSENT)
    unsound = (
        Q(consent=None)
        | Q(pk__in=_left_too_late())
        | Q(consent__given_at__gt=F("at"))
        | ~Q(consent__person=F("person"))
        | ~Q(consent__recipient=F("recipient"))
    )
    return (agreed & unsound) | (~agreed & Q(ground=""))


def _left_too_late() -> QuerySet[Disclosure]:
    """Return what left after the consent to it was withdrawn."""
    return Disclosure.objects.filter(
        consent__events__what=What.WITHDRAWN, consent__events__at__lt=F("at")
    )


@measures("B3", "templates of letters")
def no_letter_advertises(at: datetime) -> Finding:
    """Read every template that can be sent: nothing remote, tracking or selling."""
    templates = door.registered()
    wrong = sorted({name for name in templates for _ in reading.faults(name)})
    counts = {"templates": len(templates), "wrong": len(wrong)}
    if wrong:
        return Finding(False, "A letter advertises, fetches or tracks.", counts)
    return Finding(
        True,
        f"We read all {len(templates)} letters that can be sent: each has a purpose, "
        "and none of the purposes is advertising. No words that sell, no pictures, no "
        "tracking links.",
        counts,
    )


@measures("B3", "letters at a time")
def nobody_is_flooded(at: datetime) -> Finding:
    """Count what each person or request got in a day, apart from what limits it.

    A day and a night can lie in two days, each of which may be full.
    """
    sent = Letter.objects.filter(sent_at__gt=at - timedelta(days=1), sent_at__lte=at)
    by_whom = sent.values("holder_id", "purpose").annotate(number=Count("pk"))
    over = Q(pk__in=())
    for purpose in Purpose:
        over |= Q(purpose=purpose, number__gt=2 * purpose.letters.a_day)
    waiting = Letter.objects.waiting().filter(held=Held.LIMIT)
    counts = {
        "sent": sent.count(),
        "flooded": by_whom.filter(over).count(),
        "held": waiting.count(),
    }
    if counts["flooded"]:
        return Finding(False, "Somebody got more letters than we allow.", counts)
    words = told(
        counts["sent"],
        "No letter went in the last day.",
        "{} letters went in the last day, and nobody got more of them than we allow.",
    )
    return Finding(True, words, counts)


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
