"""What a case says of itself: where it stands, and what happened so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from privacy.cases.case import Case
from privacy.cases.states import Kind, State

TITLES = {
    "received": "Request received",
    "acknowledged": "We wrote that we have it",
    "code_sent": "Code sent to the address on record",
    "identity_proved": "Identity proved",
    "chosen": "You chose what should go",
    "opened_again": "Identity proved once more",
    "to_review": "Passed to a person",
    "consents_withdrawn": "Every consent withdrawn",
    "nothing_held": "Nothing is held under this address",
    "read": "Read by a member of staff",
    "plan_shown": "Plan made",
    "reviewed": "First person agreed",
    "approved": "Approved",
    "cooling": "Cooling off began",
    "queued": "Ready to be carried out",
    "begun": "Work began",
    "carried_out": "Work done",
    "others_told": "Recipients told",
    "left_over": "Something was left: done again",
    "fulfilled": "Done",
    "erased_with": "Ended: everything was erased",
    "kept_is_gone": "What the law kept is gone",
    "failed": "It did not work",
    "needs_manual": "Waits for a person",
    "blocked": "Something has to be settled first",
    "recipient_told": "A recipient was told",
    "refused": "Refused",
    "extended": "Deadline extended",
    "asked": "We asked you something",
    "resumed": "Answer received",
    "answered": "Answered",
    "turned": "Treated as a demand",
    "duplicate": "Closed as the same request",
    "withdrawn": "Withdrawn",
    "expired": "Ended: identity was not proved",
}
FOR_STAFF = frozenset(
    {"plan_shown", "reviewed", "queued", "failed", "left_over", "needs_manual"}
)
# A program's steps where nobody decided anything: no person was asked.
_BY_ITSELF = frozenset({"to_review", "approved", "begun", "carried_out"})
_NOW = {
    State.RECEIVED: ("We have your request", "New", "info"),
    State.AWAITING_IDENTITY: ("Show us that it is you", "Your turn", "warn"),
    State.VERIFIED: ("We know that it is you", "With us", "info"),
    State.IN_REVIEW: ("A person is looking at it", "With us", "info"),
    State.NEEDS_INFO: ("We asked you something", "Your turn", "warn"),
    State.APPROVED: ("Approved", "With us", "info"),
    State.COOLING_OFF: ("Approved. You can still take it back", "Cooling off", "warn"),
    State.QUEUED: ("About to be carried out", "With us", "info"),
    State.RUNNING: ("Being carried out", "Under way", "info"),
    State.PROPAGATING: ("Telling those who got your data", "Under way", "info"),
    State.CHECKING: ("Looking for anything left", "Under way", "info"),
    State.FAILED: ("Being carried out", "Under way", "info"),
    State.NEEDS_MANUAL: ("Being carried out", "Under way", "info"),
    State.FULFILLED: ("Done", "Done", "good"),
    State.FULFILLED_WITH_RETENTION: ("Done. The law keeps a part", "Done", "good"),
    State.DENIED: ("We did not do this", "Closed", "bad"),
    State.WITHDRAWN: ("You took it back", "Closed", "plain"),
    State.EXPIRED: ("Ended: nobody proved who asked", "Closed", "plain"),
    State.DUPLICATE: ("The same as another request of yours", "Closed", "plain"),
}


@dataclass(frozen=True)
class Now:
    """The head of the status page: title, the word in the tag, and its tone."""

    title: str
    tag: str
    tone: str


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `by` says who: you, a member of staff, or the shop."""

    at: datetime
    what: str
    title: str
    by: str


def now(case: Case) -> Now:
    """Return where the case stands, in words for the customer."""
    if case.state == State.VERIFIED and case.kind == Kind.CLEAR:
        return Now("Choose what should go", "Your turn", "warn")
    title, tag, tone = _NOW[State(case.state)]
    return Now(title, tag, tone)


def entries(case: Case, *, staff: bool = False) -> list[Entry]:
    """Return what happened, oldest first; the customer sees no inner steps."""
    # Nobody was told where nobody had got anything.
    hidden = FOR_STAFF if case.notices.exists() else FOR_STAFF | {"others_told"}
    if case.approved_at is not None and case.approved_by_id is None:
        hidden |= _BY_ITSELF
    return [
        Entry(event.at, event.what, TITLES.get(event.what, event.what), _by(event))
        for event in case.events.all()
        if staff or event.what not in hidden
    ]


def _by(event: object) -> str:
    if getattr(event, "by_customer", False):
        return "you"
    return "a member of staff" if getattr(event, "by_id", None) else ""
