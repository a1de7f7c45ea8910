"""What staff do with a return: receive, look at, refund, exchange or refuse it.

Every verb locks the order and then the return: of two people who press a button at
once, one is told that the other was first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from orders import fulfilment, goods
from orders.event import Verb
from orders.order import Order
from orders.parcels import packing
from orders.parcels.parcel import Kind as Parcels
from orders.refunds import refunding
from orders.returns import moving, owing
from orders.returns.coming_back import Return
from orders.returns.line import ReturnLine
from orders.returns.words import ReturnState, Wanted
from orders.states import WrongState
from privacy.people import Person

HERE = {ReturnState.RECEIVED, ReturnState.INSPECTED}
SAY_WHY = "Say why not everything is taken back: the customer reads it."
NOTHING_TAKEN = "Nothing is taken back. Refuse the return and say why."
NO_NUMBERS = "Of each line take back no more than came, and shelve no more of it."
NEVER_LEFT = "Nothing has left us yet. Cancel the order instead: that refunds it too."


@dataclass(frozen=True)
class Found:
    """What somebody found of one line: pieces taken back, and fit to be sold again."""

    accepted: int
    shelved: int


def receive(*, coming_back: Return, at: datetime, by: Person) -> None:
    """Note that the goods are here again; from now on money may be owed for them."""
    before, verb = {ReturnState.ANNOUNCED}, Verb.RETURN_RECEIVED
    with moving.turn(coming_back, before=before, at=at, by=by, what=verb) as order:
        if "cancel" in fulfilment.allowed(order):
            raise WrongState(NEVER_LEFT)
        due = coming_back.due_on or owing.due(coming_back, at=at)
        moving.move(coming_back, ReturnState.RECEIVED, at=at, due_on=due)
        moving.note(coming_back, verb, at=at, by=by)


def inspect(
    *,
    coming_back: Return,
    found: Mapping[UUID, Found],
    words: str = "",
    at: datetime,
    by: Person,
) -> None:
    """Note how much is taken back, and put on the shelf what can be sold again.

    ``found`` is by the id of the return's line; ``words`` say why something is not
    taken back, and are asked for then. Raises WrongState with a sentence.
    """
    before, verb = {ReturnState.RECEIVED}, Verb.RETURN_INSPECTED
    with moving.turn(coming_back, before=before, at=at, by=by, what=verb) as order:
        lines = _judged(coming_back, found, words)
        owing.check(order, lines)
        ReturnLine.objects.bulk_update(lines, ["accepted", "shelved"])
        shelved = owing.items({line: line.sku for line in lines}, "shelved")
        if shelved:
            goods.came_back.send(sender=Order, order=order, items=shelved, at=at, by=by)
        moving.move(coming_back, ReturnState.INSPECTED, at=at, words=words or None)
        moving.note(coming_back, verb, at=at, by=by)


def refund(*, coming_back: Return, at: datetime, by: Person) -> None:
    """Agree to send the money back for what was taken back; the refund tells of it.

    What the delivery cost goes along when all of the order has come back by right
    (Directive 2011/83/EU, article 13(1)).
    """
    before, verb = {ReturnState.INSPECTED}, Verb.REFUND_OPENED
    with moving.turn(coming_back, before=before, at=at, by=by, what=verb) as order:
        moving.move(coming_back, ReturnState.REFUNDED, at=at)
        opened = refunding.open_refund(
            order=order,
            asked=owing.asked(coming_back),
            reason=owing.reason(coming_back),
            key=coming_back.pk,
            at=at,
            by=by,
        )
        if opened is None:
            raise WrongState(f"Nothing is left of {order.number} to send back.")


def exchange(*, coming_back: Return, at: datetime, by: Person) -> None:
    """Take what is wanted from the shelf and pack it; raises WrongState if sold out."""
    before, verb = {ReturnState.INSPECTED}, Verb.EXCHANGED
    with moving.turn(coming_back, before=before, at=at, by=by, what=verb) as order:
        if coming_back.wants != Wanted.EXCHANGE:
            raise WrongState("The customer wants the money back. Refund it.")
        lines = [line for line in coming_back.lines.all() if line.accepted]
        items = owing.items({line: line.other_sku for line in lines}, "accepted")
        owing.take(order, items, at=at, by=by)
        moving.move(coming_back, ReturnState.EXCHANGED, at=at)
        moving.note(coming_back, verb, at=at, by=by)
        packing.pack(
            order=order,
            quantities={line.line_id: line.accepted or 0 for line in lines},
            kind=Parcels.EXCHANGE,
            wares={line.line_id: owing.ware(line) for line in lines},
            at=at,
            by=by,
        )


def refuse(*, coming_back: Return, words: str, at: datetime, by: Person) -> None:
    """Take nothing back, and say why: the goods go to the customer again."""
    verb = Verb.RETURN_REFUSED
    with moving.turn(coming_back, before=HERE, at=at, by=by, what=verb):
        if not words:
            raise WrongState("Say why: the customer reads it.")
        moving.move(coming_back, ReturnState.REFUSED, at=at, words=words)
        moving.note(coming_back, verb, at=at, by=by)


def _judged(
    coming_back: Return, found: Mapping[UUID, Found], words: str
) -> list[ReturnLine]:
    """Return the lines with what was found of each, or raise WrongState."""
    lines = list(coming_back.lines.all())
    for line in lines:
        each = found.get(line.pk, Found(0, 0))
        if not 0 <= each.shelved <= each.accepted <= line.quantity:
            raise WrongState(NO_NUMBERS)
        line.accepted, line.shelved = each.accepted, each.shelved
    if not any(line.accepted for line in lines):
        raise WrongState(NOTHING_TAKEN)
    if not words and any(line.accepted != line.quantity for line in lines):
        raise WrongState(SAY_WHY)
    return lines
