"""Opening once more: a fresh proof, where identity was proved for a case before.

What a proof opens, it opens in one browser and for an hour. Later, or elsewhere, the
same ladder is climbed again, with a code to the address that is on record by then. The
case stays where it stands.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from privacy import purposes
from privacy.cases import choosing, identity, letters, moving, proving, trying
from privacy.cases.case import Case, NotAllowed
from privacy.cases.challenge import Challenge, ChallengeQuerySet
from privacy.cases.identity import StepWords
from privacy.cases.states import Kind, State
from privacy.cases.trying import TooOften, WrongCode, WrongFacts
from privacy.copies.package import Copy
from privacy.purposes import Purpose

LIFE = timedelta(days=7)
"""How long a request to see one's data can be opened again."""
CODES = 3
A_DAY = timedelta(days=1)
Rung = Challenge.Rung
_ENDED = frozenset({State.WITHDRAWN, State.DENIED, State.DUPLICATE, State.EXPIRED})
_NOTHING = "There is nothing to open here any more. File a new request."


def until(case: Case) -> datetime | None:
    """Return until when a fresh proof opens something; None where nothing is left."""
    proven = case.identity_proven_at
    if proven is None or case.person is None or case.state in _ENDED:
        return None
    if case.person.erasing_since is not None:
        return None
    if case.kind == Kind.COPY:
        return _copy_until(case, proven)
    if choosing.is_open(case):
        return proven + choosing.LONGEST + LIFE
    return proven + LIFE if case.kind == Kind.SEE else None


def can_be(case: Case, *, at: datetime) -> bool:
    """Tell whether a fresh proof opens something now."""
    end = until(case)
    return end is not None and at < end


def step(case: Case, *, coded: bool, at: datetime) -> StepWords | None:
    """Return what is asked next in this browser; None until a code was sent.

    `coded` says whether the code was typed here: only then facts are asked for.
    """
    if not can_be(case, at=at):
        return None
    rung = Rung.FACTS if coded else Rung.CODE
    asked = _open(case, at).filter(rung=rung).order_by("-made_at").first()
    if asked is None:
        return None
    words = identity.WORDS[rung]
    return StepWords(str(rung), words, None, is_next=True, until=asked.expires_at)


def send_code(*, case: Case, at: datetime) -> None:
    """Send a code to the address that is on record now; older ones stop working.

    Raises TooOften after three codes within a day, and NotAllowed when nothing is
    left to open.
    """
    with transaction.atomic():
        fresh = moving.locked(case)
        _refuse_unless_open(fresh, at)
        codes = fresh.challenges.filter(
            rung=Rung.CODE, made_at__gt=fresh.identity_proven_at
        )
        _refuse_too_many(list(codes.filter(made_at__gt=at - A_DAY)))
        codes.filter(expires_at__gt=at, passed_at=None).update(expires_at=at)
        code = trying.new_code(fresh, Rung.CODE, at=at)
        moving.note(fresh, what="code_sent", at=at)
        letters.tell(case=fresh, letter="code", at=at, to=_now_at(fresh), code=code)


def check_code(*, case: Case, code: str, at: datetime) -> bool:
    """Compare a code; return whether that is all, or facts of an order are next.

    Raises WrongCode with the tries that are left, CodeOver when there is no code to
    try, and NotAllowed when nothing is left to open.
    """
    _refuse_unless_open(case, at)
    since = case.identity_proven_at
    challenge = trying.counted(case, Rung.CODE, at=at, since=since)
    if not trying.is_right(challenge, code):
        raise WrongCode(challenge.tries_left)
    with transaction.atomic():
        trying.passed(challenge, at=at)
        _warn_if_changed_lately(case, at)
        if identity.needs_facts(case, at=at):
            end = at + trying.LIFE
            case.challenges.create(rung=Rung.FACTS, made_at=at, expires_at=end)
            return False
        moving.note(case, what="opened_again", at=at, by_customer=True)
    return True


def check_facts(*, case: Case, number: str, said: str, at: datetime) -> None:
    """Compare facts of an order, after the code was right in the same browser.

    Raises WrongFacts with the tries that are left, CodeOver when there are none, and
    NotAllowed when nothing is left to open.
    """
    _refuse_unless_open(case, at)
    since = case.identity_proven_at
    challenge = trying.counted(case, Rung.FACTS, at=at, since=since)
    own = case.person_id
    if own is None or not proving.matches(own, number=number, said=said):
        raise WrongFacts(challenge.tries_left)
    with transaction.atomic():
        trying.passed(challenge, at=at)
        moving.note(case, what="opened_again", at=at, by_customer=True)


def _now_at(case: Case) -> str | None:
    """The address on record now, which may be another than the case came from."""
    with purposes.using(Purpose.OWN_REQUEST):
        return case.person.email if case.person else None


def _copy_until(case: Case, proven: datetime) -> datetime | None:
    copy: Copy | None = Copy.objects.filter(case=case).first()
    if copy is None:
        # It is not begun yet, or it is gone with its date.
        return None if case.is_closed else proven + LIFE
    return None if copy.fetched_at else copy.expires_at


def _open(case: Case, at: datetime) -> ChallengeQuerySet:
    found: ChallengeQuerySet = case.challenges.open(
        at=at, since=case.identity_proven_at
    )
    return found


def _refuse_unless_open(case: Case, at: datetime) -> None:
    if not can_be(case, at=at):
        raise NotAllowed(_NOTHING)


def _refuse_too_many(sent: list[Challenge]) -> None:
    if len(sent) < CODES:
        return
    next_one = timezone.localtime(min(each.made_at for each in sent) + A_DAY)
    day, hour = date_format(next_one, "j F"), date_format(next_one, "H:i")
    raise TooOften(f"We sent three codes. The next can go out on {day} at {hour}.")


def _warn_if_changed_lately(case: Case, at: datetime) -> None:
    if case.person is not None and proving.changed_lately(case.person, at=at):
        letters.warn_of_case(case=case, person=case.person, at=at)
