"""Proving who somebody is, without documents: a ladder by what they ask for.

A code goes to the address on record, never to a new one. A copy and an erasure also
need a fact of an order, where there is one. A fresh sign-in stands for both, unless
address or password changed lately (EDPB Guidelines 01/2022, paragraphs 65 to 79).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from privacy import people, purposes
from privacy.cases import (
    choosing,
    correcting,
    going_on,
    letters,
    moving,
    proving,
    trying,
)
from privacy.cases.case import Case, NotAllowed
from privacy.cases.challenge import Challenge
from privacy.cases.states import Kind, State
from privacy.cases.trying import (
    CodeOver,
    Refused,
    TooOften,
    WrongCode,
    WrongFacts,
)
from privacy.people import Person
from privacy.purposes import Purpose

__all__ = ["CodeOver", "Refused", "TooOften", "WrongCode", "WrongFacts"]

Rung = Challenge.Rung
FACTS_LIFE = timedelta(days=14)
CODES = 3
NEEDS_FACTS = frozenset({Kind.COPY, Kind.ERASE})
WORDS = {
    Rung.CODE: "Enter the code from the letter that we sent you",
    Rung.FACTS: "Tell us something about one of your orders",
    Rung.SIGN_IN: "Sign in",
    Rung.NEW: "Enter the code that we sent to your new address",
}


@dataclass(frozen=True)
class StepWords:
    """One step of the ladder, for a page; it can be taken `until` then."""

    rung: str
    words: str
    passed_at: datetime | None
    is_next: bool
    until: datetime | None = None


def begin(*, case: Case, at: datetime) -> None:
    """Ask for the first proof, or accept the sign-in with which the case was filed."""
    if case.person is not None and not proving.changed_lately(case.person, at=at):
        _pass_at_once(case, Rung.SIGN_IN, at)
        _climbed(case, at)
        return
    send_code(case=case, at=at)


def send_code(*, case: Case, at: datetime) -> None:
    """Send a new code to the address on record; older ones stop working.

    Raises TooOften after three codes, and NotAllowed when none is awaited.
    """
    with transaction.atomic():
        fresh = _awaiting(case)
        rung = _code_rung(fresh)
        codes = fresh.challenges.filter(rung=rung)
        if codes.exclude(code_digest="").count() >= CODES:
            raise TooOften("We sent three codes already. File a new request.")
        codes.filter(expires_at__gt=at, passed_at=None).update(expires_at=at)
        code = trying.new_code(fresh, rung, at=at)
        moving.note(fresh, what="code_sent", at=at)
        to = correcting.new_address(fresh) if rung == Rung.NEW else None
        letters.tell(case=fresh, letter="code", at=at, to=to, code=code)


def check_code(*, case: Case, code: str, at: datetime) -> None:
    """Compare a code; the right one takes the case on.

    Raises WrongCode with the tries that are left, CodeOver when there is no code to
    try, and NotAllowed when none is awaited.
    """
    _awaiting_now(case)
    rung = _code_rung(case)
    challenge = trying.counted(case, rung, at=at)
    if not trying.is_right(challenge, code):
        raise WrongCode(challenge.tries_left)
    # The try is counted already; from here on it is all or nothing.
    with transaction.atomic():
        trying.passed(challenge, at=at)
        if rung == Rung.NEW:
            _climbed(case, at)
            return
        with purposes.using(Purpose.OWN_REQUEST):
            known = people.find(email=case.email or "")
        _bind(case, known, at)


def check_facts(*, case: Case, number: str, said: str, at: datetime) -> None:
    """Compare facts of an order: its number and one of amount, postcode or item.

    Raises WrongFacts with the tries that are left, CodeOver when there are none, and
    NotAllowed when no facts are awaited.
    """
    _awaiting_now(case)
    challenge = trying.counted(case, Rung.FACTS, at=at)
    person_id = _bound_to(case)
    if not proving.matches(person_id, number=number, said=said):
        raise WrongFacts(challenge.tries_left)
    with transaction.atomic():
        trying.passed(challenge, at=at)
        _climbed(case, at)


def steps(case: Case) -> list[StepWords]:
    """Return the ladder as far as the page may show it.

    Facts are asked for once the code was right: before, nobody is told that there is
    an order.
    """
    taken = case.challenges.order_by("made_at")
    if case.identity_proven_at is not None:
        # Later ones only open again what was proved here.
        taken = taken.filter(made_at__lte=case.identity_proven_at)
    found = [
        StepWords(
            rung=each.rung,
            words=WORDS[Rung(each.rung)],
            passed_at=each.passed_at,
            is_next=case.state == State.AWAITING_IDENTITY and each.passed_at is None,
            until=each.expires_at,
        )
        for each in taken
    ]
    # Of codes that were sent again the last one counts.
    last = {step.rung: step for step in found}
    return list(last.values())


def is_proven(
    case: Case, *, at: datetime, within: timedelta = timedelta(hours=1)
) -> bool:
    """Tell whether identity was proved so lately that data may be shown."""
    proven = case.identity_proven_at
    return proven is not None and case.person_id is not None and at - proven <= within


def _bind(case: Case, known: Person | None, at: datetime) -> None:
    """The address is theirs: now it may be said whether anything is held under it."""
    if known is None:
        moving.move(
            case,
            State.DENIED,
            what="nothing_held",
            at=at,
            refusal="no_match",
            then=lambda done: letters.tell(case=done, letter="nothing", at=at),
        )
        return
    if case.person_id not in (None, known.pk):
        raise NotAllowed("This code proves somebody else’s address.")
    Case.objects.filter(pk=case.pk).update(person=known)
    case.person = known
    if not known.email_proven_at:
        Person.objects.filter(pk=known.pk).update(email_proven_at=at)
    if proving.changed_lately(known, at=at):
        letters.warn_of_case(case=case, person=known, at=at)
    if case.challenges.filter(rung=Rung.FACTS).exists():
        return  # Asked before: another code does not stand for them.
    if needs_facts(case, at=at):
        case.challenges.create(rung=Rung.FACTS, made_at=at, expires_at=at + FACTS_LIFE)
        return
    _climbed(case, at)


def needs_facts(case: Case, *, at: datetime) -> bool:
    """Tell whether a code alone is not enough for what is asked, and facts exist."""
    person = case.person
    if person is None or not proving.can_ask(person.pk):
        return False
    return case.kind in NEEDS_FACTS or proving.changed_lately(person, at=at)


def _climbed(case: Case, at: datetime) -> None:
    """Go on when every rung is passed: to staff, or by itself.

    A new address has to be proved too, before letters go there.
    """
    proved = case.challenges.filter(rung=Rung.NEW, passed_at__isnull=False)
    if correcting.new_address(case) and not proved.exists():
        _let_new_address_prove(case, at)
        return
    moving.move(
        case, State.VERIFIED, what="identity_proved", at=at, identity_proven_at=at
    )
    if choosing.is_open(case):
        return  # It goes to staff when it is chosen what should go.
    moving.move(case, State.IN_REVIEW, what="to_review", at=at)
    going_on.go_on(case=case, at=at)


def _let_new_address_prove(case: Case, at: datetime) -> None:
    if not case.challenges.filter(rung=Rung.NEW).exists():
        case.challenges.create(rung=Rung.NEW, made_at=at, expires_at=at)
        send_code(case=case, at=at)


def _code_rung(case: Case) -> Rung:
    """Which address the next code goes to: the new one once its turn has come."""
    asked = case.challenges.filter(rung=Rung.NEW).exists()
    return Rung.NEW if asked else Rung.CODE


def _pass_at_once(case: Case, rung: Rung, at: datetime) -> None:
    case.challenges.create(rung=rung, made_at=at, expires_at=at, passed_at=at)


def _awaiting(case: Case) -> Case:
    fresh = moving.locked(case)
    _awaiting_now(fresh)
    return fresh


def _awaiting_now(case: Case) -> None:
    if case.state != State.AWAITING_IDENTITY:
        raise NotAllowed("This request does not wait for a proof.")


def _bound_to(case: Case) -> UUID:
    if case.person_id is None:
        raise NotAllowed("This request does not wait for facts of an order.")
    found: UUID = case.person_id
    return found
