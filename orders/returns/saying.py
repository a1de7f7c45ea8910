"""A return in plain words: what pages, letters and staff screens all say about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from orders import telling
from orders.returns.coming_back import Return
from orders.returns.line import ReturnLine
from orders.returns.words import OURS, ReturnState, Wanted, Why
from privacy import purposes
from privacy.purposes import Purpose


@dataclass(frozen=True)
class Piece:
    """One line of a return as it is read; ``other`` is what is sent instead."""

    title: str
    quantity: int
    accepted: int | None
    other: str


@dataclass(frozen=True, repr=False)
class Story:
    """A return as its customer reads it.

    ``money_by`` is the last day for the money while that is still owed, else empty;
    ``is_ours`` says that the fault is the shop's.
    """

    row: Return
    title: str
    now: str
    pieces: tuple[Piece, ...]
    words: str
    money_by: str
    is_ours: bool
    may_call_off: bool


_NOW = {
    ReturnState.ANNOUNCED: "We wait for it.",
    ReturnState.RECEIVED: "It is here. We look at it next.",
    ReturnState.INSPECTED: "We have looked at it.",
    ReturnState.REFUNDED: "We send your money back.",
    ReturnState.EXCHANGED: "Another one is on its way to you.",
    ReturnState.REFUSED: "We did not take it back.",
    ReturnState.CALLED_OFF: "It is called off. You keep what you have.",
    ReturnState.CANCELLED: "Nothing had left us, so the order is cancelled.",
}


def story(coming_back: Return) -> Story:
    """Return what the customer reads about a return."""
    return Story(
        row=coming_back,
        title="Withdrawal" if coming_back.is_withdrawal else "Return",
        now=_NOW[ReturnState(coming_back.state)],
        pieces=pieces(coming_back),
        words=words(coming_back),
        money_by=_day(None if coming_back.has_ended else _money_by(coming_back)),
        is_ours=coming_back.reason in OURS,
        may_call_off=coming_back.state == ReturnState.ANNOUNCED,
    )


def pieces(coming_back: Return) -> tuple[Piece, ...]:
    """Return its lines in words."""
    return tuple(_piece(line) for line in coming_back.lines.all())


def words(coming_back: Return) -> str:
    """Return why something was not taken back; empty where nobody said, or erased."""
    with purposes.using(Purpose.AFTER_SALES):
        return telling.opened(coming_back, "words") or ""


def letter(coming_back: Return, *, at: datetime) -> dict[str, Any]:
    """Return the return in plain values, for a letter."""
    local = timezone.localtime(at)
    return {
        "withdrawal": coming_back.is_withdrawal,
        "cancels": coming_back.state == ReturnState.CANCELLED,
        "said_on": f"{telling.day(local.date())}, {local:%H:%M %Z}",
        "pieces": [_plain(piece) for piece in pieces(coming_back)],
        "ours": coming_back.reason in OURS,
        "reason": str(Why(coming_back.reason).label) if coming_back.reason else "",
        "exchange": coming_back.wants == Wanted.EXCHANGE,
        "send_by": telling.day(coming_back.send_by),
        "due_on": _day(coming_back.due_on),
        "words": words(coming_back),
    }


def _plain(piece: Piece) -> dict[str, Any]:
    return {
        "title": piece.title,
        "quantity": piece.quantity,
        "accepted": piece.accepted,
        "other": piece.other,
    }


def _piece(line: ReturnLine) -> Piece:
    return Piece(
        title=named(line.line.title, line.line.variant),
        quantity=line.quantity,
        accepted=line.accepted,
        other=named(line.other_title, line.other_variant),
    )


def named(title: str, variant: str) -> str:
    """Return a thing with its kind: "Shore fountain pen, Navy"."""
    return f"{title}, {variant}" if variant else title


def _money_by(coming_back: Return) -> date | None:
    wants = coming_back.wants == Wanted.REFUND
    return coming_back.due_on if wants else None


def _day(day: date | None) -> str:
    return telling.day(day) if day else ""
