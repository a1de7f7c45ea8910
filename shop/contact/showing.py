"""What the page of a case shows: where it stands, what is next, what goes and stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps

from privacy.cases import choosing, objecting, timeline
from privacy.cases.case import Case
from privacy.cases.states import CLOSED, Kind, State
from privacy.cases.timeline import Now
from privacy.copies import gathering
from shop.contact.copies import Stand
from shop.contact.subjects import SUBJECTS

TONES = {"info": "info", "warn": "warn", "good": "ok", "bad": "bad"}
WORDS = {
    "received": "",
    "acknowledged": "The letter has the link of this page.",
    "identity_proved": "No document needed.",
    "approved": "What was shown is what will be done.",
    "cooling": "You can still take it back.",
    "fulfilled": "We looked once more before we wrote this.",
}
SAID = {
    "code_sent": "A new code is on its way. The one before it works no longer.",
    "identity_proved": "Thank you. We know now that it is you.",
    "opened_again": "Thank you. We know again that it is you.",
    "chosen": "We have your choice. A person looks at it now.",
    "resumed": "We have your answer. A person goes on with it.",
    "withdrawn": "You took the request back. Nothing more happens.",
}
"""What is said for a moment of what the customer has just done."""
_PROOFS = frozenset({"identity_proved", "opened_again"})
A_MOMENT = timedelta(minutes=1)
SETTLE_FIRST = "Something has to be settled first, such as an order under way."
_PROVED = "You show that it is you"
_REVIEWED = "A person looks at it"
_CHOSEN = "You choose what should go"
_DONE = "You get an answer"
_BEFORE_PROOF = frozenset({State.RECEIVED, State.AWAITING_IDENTITY})
_BEFORE_REVIEW = _BEFORE_PROOF | {State.VERIFIED}
_BEFORE_DECISION = _BEFORE_REVIEW | {State.IN_REVIEW, State.NEEDS_INFO}
_BEFORE_WORK = _BEFORE_DECISION | {State.APPROVED, State.COOLING_OFF, State.QUEUED}
_OPEN = frozenset(State) - CLOSED

_BY_ITSELF = ((_PROVED, _BEFORE_PROOF),)
_BY_STAFF = ((_PROVED, _BEFORE_PROOF), (_REVIEWED, _BEFORE_DECISION))
_TO_COME: Mapping[Kind, tuple[tuple[str, frozenset[State]], ...]] = {
    Kind.QUESTION: (("A person answers by letter", _OPEN),),
    Kind.SEE: (*_BY_ITSELF, ("The page with your data opens", _OPEN)),
    Kind.COPY: (
        *_BY_ITSELF,
        ("The file is built", _BEFORE_WORK | {State.RUNNING}),
        ("You fetch it", _OPEN),
    ),
    Kind.CORRECT: (
        *_BY_STAFF,
        ("We write the new values", _BEFORE_WORK),
        (_DONE, _OPEN),
    ),
    Kind.CLEAR: (
        *_BY_STAFF,
        ("We erase it and look for anything left", _BEFORE_WORK),
        ("You get a receipt", _OPEN),
    ),
    Kind.ERASE: (
        (_PROVED, _BEFORE_PROOF),
        ("Two people agree to what goes", _BEFORE_DECISION),
        ("You have time to take it back", _BEFORE_DECISION | {State.APPROVED}),
        ("We erase it and look for anything left", _BEFORE_WORK),
        ("You get a receipt", _OPEN),
    ),
    Kind.OBJECT: (*_BY_ITSELF, ("We withdraw every consent", _OPEN)),
}
_OBJECTS_IN_WORDS = (
    (_PROVED, _BEFORE_PROOF),
    ("We withdraw every consent", _BEFORE_PROOF),
    (_REVIEWED, _BEFORE_DECISION),
    (_DONE, _OPEN),
)
_CHOOSES = (
    (_PROVED, _BEFORE_PROOF),
    (_CHOSEN, _BEFORE_REVIEW),
    *_TO_COME[Kind.CLEAR][1:],
)


@dataclass(frozen=True)
class Mark:
    """One line of the timeline: `status` is done, now or todo."""

    status: str
    title: str
    at: datetime | None = None
    words: str = ""


@dataclass(frozen=True)
class Fate:
    """What happens to one kind of record; `done` is erased, deleted, kept, changed."""

    about: str
    done: str
    rows: int
    words: str
    ground: str
    until: date | None


_DONE_WORDS = {
    "clear": "Erased",
    "delete": "Deleted",
    "keep": "Kept",
    "correct": "Corrected",
}


def title(case: Case) -> str:
    """Return what was asked for, as a heading."""
    return SUBJECTS[case.kind].choice


def marks(case: Case) -> list[Mark]:
    """Return what happened, where it stands, and what is still to come."""
    past = [
        Mark("done", each.title, each.at, _words(case, each.what))
        for each in timeline.entries(case)
    ]
    if case.is_closed:
        return past
    now = Mark("now", timeline.now(case).title)
    return [*past, now, *(Mark("todo", words) for words in _to_come(case))]


def _words(case: Case, what: str) -> str:
    """What a step means; only what may leave something behind was looked after."""
    if what == "fulfilled" and case.certificate is None:
        return ""
    return WORDS.get(what, "")


def said(case: Case, *, held: bool, at: datetime) -> str:
    """Return the words about what the customer did a moment ago; "" for nothing.

    They are read from what happened, so no address and no cookie has to carry them.
    A proof is thanked for where it was given: `held` says whether that is here.
    """
    events = [each for each in case.events.all() if each.by_id is None]
    told = [each for each in events if each.what in SAID]
    # The first code comes by itself, with the letter that acknowledges the request.
    codes = sum(each.what == "code_sent" for each in events)
    if not told or at - told[-1].at > A_MOMENT:
        return ""
    last = told[-1].what
    if last in _PROOFS and not held:
        return ""
    first = last == "code_sent" and codes == 1 and case.identity_proven_at is None
    return "" if first else SAID[last]


def now(case: Case, copy: Stand | None) -> Now:
    """Return where the case stands; a file that waits is not done for the customer."""
    if copy is not None and copy.ready:
        return Now("Your file is ready to be fetched", "Your turn", "warn")
    return timeline.now(case)


def tone(now: Now) -> str:
    """Return the class of the tag that says where the case stands."""
    return TONES.get(now.tone, "")


def consents_gone(case: Case) -> bool:
    """Whether consents went already, so that taking the request back changes less."""
    return case.identity_proven_at is not None and objecting.wants_an_answer(case)


def plan_of(case: Case) -> Mapping[str, Any] | None:
    """Return the plan to show: none before proof, and none that came to nothing."""
    if case.identity_proven_at is None or closed_without_work(case):
        return None
    plan: Mapping[str, Any] | None = case.plan
    return plan


def fates(plan: Mapping[str, Any] | None) -> list[Fate]:
    """Return what a plan does, in the words of the page, where it does something."""
    steps = (plan or {}).get("steps", [])
    return [_fate(step) for step in steps if step.get("rows")]


def blocked(case: Case, *, held: bool) -> list[str]:
    """Return what stands in the way, in full only where identity was proved.

    The sentences name orders, and their numbers prove who somebody is.
    """
    sentences = list((plan_of(case) or {}).get("blocked", ()))
    return sentences if held or not sentences else [SETTLE_FIRST]


def closed_without_work(case: Case) -> bool:
    """Whether it ended without anything having been done."""
    ended = {State.WITHDRAWN, State.EXPIRED, State.DUPLICATE, State.DENIED}
    return State(case.state) in ended


def _to_come(case: Case) -> list[str]:
    state = State(case.state)
    listed = [words for words, while_in in _way(case) if state in while_in]
    # The first of them is what happens now, and has its own line.
    named_now = {
        State.AWAITING_IDENTITY: _PROVED,
        State.VERIFIED: _CHOSEN,
        State.IN_REVIEW: _REVIEWED,
    }.get(state)
    return [words for words in listed if words != named_now]


def _way(case: Case) -> tuple[tuple[str, frozenset[State]], ...]:
    """The steps of a case of this kind, and of one that is chosen or read besides."""
    if objecting.wants_an_answer(case):
        return _OBJECTS_IN_WORDS
    if case.kind == Kind.CLEAR and not choosing.demanded(case).seen:
        return _CHOOSES
    return _TO_COME[Kind(case.kind)]


def _fate(step: Mapping[str, Any]) -> Fate:
    return Fate(
        about=_about(str(step["label"])),
        done=_DONE_WORDS.get(str(step["action"]), "Changed"),
        rows=int(step["rows"]),
        words=str(step.get("words", "")),
        ground=str(step.get("ground", "")),
        until=_day(step.get("until")),
    )


def _day(told: Any) -> date | None:
    # A plan that was kept with its case has its days as text.
    return date.fromisoformat(told) if told else None


def _about(label: str) -> str:
    # A correction names a column, an erasure a model.
    model = label if label.count(".") == 1 else label.rpartition(".")[0]
    return gathering.heading(apps.get_model(model))
