"""What a case can be about, where it can stand, and which step may follow which."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models


class Kind(models.TextChoices):
    """What somebody demands."""

    QUESTION = "question", "A question"
    SEE = "see", "See my data"
    COPY = "copy", "A copy of my data"
    CORRECT = "correct", "Correct my details"
    CLEAR = "clear", "Clear part of my history"
    ERASE = "erase", "Erase everything"
    OBJECT = "object", "Object or withdraw consent"


class State(models.TextChoices):
    """Where a case stands."""

    RECEIVED = "received", "Received"
    AWAITING_IDENTITY = "awaiting_identity", "Waiting for proof of identity"
    VERIFIED = "verified", "Identity proved"
    IN_REVIEW = "in_review", "In review"
    NEEDS_INFO = "needs_info", "Waiting for an answer"
    APPROVED = "approved", "Approved"
    COOLING_OFF = "cooling_off", "Cooling off"
    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    PROPAGATING = "propagating", "Telling others"
    CHECKING = "checking", "Checking"
    FAILED = "failed", "Failed"
    NEEDS_MANUAL = "needs_manual", "Needs a person"
    FULFILLED = "fulfilled", "Done"
    FULFILLED_WITH_RETENTION = "retained", "Done, some parts kept by law"
    DENIED = "denied", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Ended without proof of identity"
    DUPLICATE = "duplicate", "Same as another"


_S = State

NEXT: Mapping[State, frozenset[State]] = {
    _S.RECEIVED: frozenset(
        {_S.AWAITING_IDENTITY, _S.IN_REVIEW, _S.WITHDRAWN, _S.DUPLICATE}
    ),
    _S.AWAITING_IDENTITY: frozenset(
        {_S.VERIFIED, _S.NEEDS_INFO, _S.WITHDRAWN, _S.EXPIRED, _S.DUPLICATE, _S.DENIED}
    ),
    _S.VERIFIED: frozenset({_S.IN_REVIEW, _S.WITHDRAWN, _S.DUPLICATE}),
    _S.IN_REVIEW: frozenset(
        {
            *(_S.APPROVED, _S.DENIED, _S.NEEDS_INFO, _S.WITHDRAWN, _S.DUPLICATE),
            # A question that was really a demand, and a question that is answered.
            *(_S.AWAITING_IDENTITY, _S.FULFILLED),
        }
    ),
    _S.NEEDS_INFO: frozenset(
        {_S.AWAITING_IDENTITY, _S.IN_REVIEW, _S.WITHDRAWN, _S.EXPIRED}
    ),
    _S.APPROVED: frozenset({_S.COOLING_OFF, _S.QUEUED, _S.WITHDRAWN}),
    _S.COOLING_OFF: frozenset({_S.QUEUED, _S.WITHDRAWN}),
    _S.QUEUED: frozenset({_S.RUNNING, _S.WITHDRAWN}),
    _S.RUNNING: frozenset({_S.PROPAGATING, _S.FAILED, _S.NEEDS_MANUAL}),
    _S.PROPAGATING: frozenset({_S.CHECKING, _S.NEEDS_MANUAL}),
    _S.CHECKING: frozenset(
        {
            *(_S.FULFILLED, _S.FULFILLED_WITH_RETENTION),
            *(_S.RUNNING, _S.FAILED, _S.NEEDS_MANUAL),
        }
    ),
    _S.FAILED: frozenset({_S.QUEUED, _S.NEEDS_MANUAL}),
    _S.NEEDS_MANUAL: frozenset({_S.QUEUED, _S.PROPAGATING, _S.CHECKING, _S.DENIED}),
    _S.FULFILLED_WITH_RETENTION: frozenset({_S.FULFILLED}),
    _S.FULFILLED: frozenset(),
    _S.DENIED: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.EXPIRED: frozenset(),
    _S.DUPLICATE: frozenset(),
}

CLOSED = frozenset(
    {
        *(_S.FULFILLED, _S.FULFILLED_WITH_RETENTION, _S.DENIED),
        *(_S.WITHDRAWN, _S.EXPIRED, _S.DUPLICATE),
    }
)
"""Nothing more is owed to the person; what a law keeps goes on its own date."""

WITHDRAWABLE = frozenset(state for state in NEXT if _S.WITHDRAWN in NEXT[state])

CHANGES_DATA = frozenset({Kind.CORRECT, Kind.CLEAR, Kind.ERASE})
"""What the worker carries out by an approved plan."""


class Refusal(models.TextChoices):
    """Why a demand may be refused, or a question closed without an answer."""

    IDENTITY = "identity_not_proven", "Identity was not proved"
    FRAUD = "suspected_fraud", "Suspected fraud"
    NO_MATCH = "no_match", "We hold nothing about them"
    NOT_COVERED = "not_covered", "No right covers it"
    OUTSIDE = "outside_jurisdiction", "No law that applies gives this right"
    EXCESSIVE = "excessive", "Manifestly excessive"
    LEGAL = "legal_exception", "A law forbids it"
    OTHER = "other", "Another reason"
    SPAM = "spam", "Spam or advertising"
    ELSEWHERE = "answered_elsewhere", "Answered in another way"
    NO_QUESTION = "no_question", "It asks for nothing"


WITHOUT_ANSWER = (Refusal.SPAM, Refusal.ELSEWHERE, Refusal.NO_QUESTION)
"""Why a question is closed without an answer. No demand is refused for these."""
