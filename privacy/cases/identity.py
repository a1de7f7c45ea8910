"""Proving who somebody is, without documents: a ladder by what they ask for.

A code goes to the address on record, never to a new one. A copy and an erasure also
need a fact of an order, where there is one. A fresh sign-in stands for both, unless
address or password changed lately (EDPB Guidelines 01/2022, paragraphs 65 to 79).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from privacy import people, purposes
from privacy.cases import correcting, going_on, letters, moving, proving
from privacy.cases.case import Case, NotAllowed
from privacy.cases.challenge import Challenge
from privacy.cases.states import Kind, State
from privacy.people import Person
from privacy.purposes import Purpose

Rung = Challenge.Rung
CODE_LIFE = timedelta(hours=1)
FACTS_LIFE = timedelta(days=14)
CODES = 3
DIGITS = 6
NEEDS_FACTS = frozenset({Kind.COPY, Kind.ERASE})
WORDS = {
    Rung.CODE: "Enter the code from the letter that we sent you",
    Rung.FACTS: "Tell us something about one of your orders",
    Rung.SIGN_IN: "Sign in",
    Rung.NEW: "Enter the code that we sent to your new address",
}


class Refused(Exception):
    """The proof was not accepted; the text says what to do."""


class WrongCode(Refused):
    """Not the code of the letter. `left` tries remain."""

    def __init__(self, left: int) -> None:
        super().__init__(_again("That is not the code in our letter.", left))
        self.left = left


class WrongFacts(Refused):
    """Not what the order says. `left` tries remain."""

    def __init__(self, left: int) -> None:
        super().__init__(_again("That does not match an order of yours.", left))
        self.left = left


class CodeOver(Refused):
    """Too late, or tried too often."""


class TooOften(Refused):
    """No further code is sent for this case."""


@dataclass(frozen=True)
class StepWords:
    """One step of the ladder, for a page."""

    rung: str
    words: str
    passed_at: datetime | None
    is_next: bool


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
        code = _made(fresh, rung, at)
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
    challenge = _tried(case, rung, at)
    typed = "".join(code.split())
    right = constant_time_compare(challenge.code_digest, _digest(challenge.pk, typed))
    if not right:
        raise WrongCode(_left(challenge))
    # The try is counted already; from here on it is all or nothing.
    with transaction.atomic():
        _passed(challenge, at)
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
    challenge = _tried(case, Rung.FACTS, at)
    person_id = _bound_to(case)
    if not proving.matches(person_id, number=number, said=said):
        raise WrongFacts(_left(challenge))
    with transaction.atomic():
        _passed(challenge, at)
        _climbed(case, at)


def steps(case: Case) -> list[StepWords]:
    """Return the ladder as far as the page may show it.

    Facts are asked for once the code was right: before, nobody is told that there is
    an order.
    """
    taken = list(case.challenges.order_by("made_at"))
    found = [
        StepWords(
            rung=each.rung,
            words=WORDS[Rung(each.rung)],
            passed_at=each.passed_at,
            is_next=case.state == State.AWAITING_IDENTITY and each.passed_at is None,
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
    if _needs_facts(case, at):
        case.challenges.create(rung=Rung.FACTS, made_at=at, expires_at=at + FACTS_LIFE)
        return
    _climbed(case, at)


def _needs_facts(case: Case, at: datetime) -> bool:
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


def _made(case: Case, rung: Rung, at: datetime) -> str:
    """Write a challenge down and return its code, which is kept nowhere."""
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    made = Challenge(case=case, rung=rung, made_at=at, expires_at=at + CODE_LIFE)
    made.code_digest = _digest(made.pk, code)
    made.save(force_insert=True)
    return code


def _pass_at_once(case: Case, rung: Rung, at: datetime) -> None:
    case.challenges.create(rung=rung, made_at=at, expires_at=at, passed_at=at)


def _awaiting(case: Case) -> Case:
    fresh = moving.locked(case)
    _awaiting_now(fresh)
    return fresh


def _awaiting_now(case: Case) -> None:
    if case.state != State.AWAITING_IDENTITY:
        raise NotAllowed("This request does not wait for a proof.")


def _tried(case: Case, rung: Rung, at: datetime) -> Challenge:
    """Count one try, in the database and at once, and return what is tried."""
    asked = case.challenges.filter(
        rung=rung, passed_at=None, expires_at__gt=at, tries__lt=Challenge.MOST_TRIES
    )
    latest = asked.order_by("-made_at").first()
    if latest is None or not asked.filter(pk=latest.pk).update(tries=F("tries") + 1):
        raise CodeOver("This was tried too often or too late. Ask for a new code.")
    latest.refresh_from_db(fields=["tries"])
    return latest


def _passed(challenge: Challenge, at: datetime) -> None:
    open_now = Challenge.objects.filter(pk=challenge.pk, passed_at=None)
    if not open_now.update(passed_at=at):
        raise CodeOver("This code was used already.")


def _bound_to(case: Case) -> UUID:
    if case.person_id is None:
        raise NotAllowed("This request does not wait for facts of an order.")
    found: UUID = case.person_id
    return found


def _digest(challenge: UUID, code: str) -> str:
    told = f"{challenge}:{code}"
    return salted_hmac("privacy.cases.code", told, algorithm="sha256").hexdigest()


def _left(challenge: Challenge) -> int:
    return Challenge.MOST_TRIES - challenge.tries


def _again(wrong: str, left: int) -> str:
    if not left:
        return f"{wrong} That was the last try."
    times = "once more" if left == 1 else f"{left} times more"
    return f"{wrong} You can try {times}."
