"""What customers say about goods: to withdraw, to send back, to keep after all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orders import fulfilment, goods
from orders.changes import cancelling
from orders.event import Verb
from orders.goods import Ware
from orders.line import Line
from orders.order import Order
from orders.returns import moving, periods, quantities
from orders.returns.coming_back import Return
from orders.returns.line import ReturnLine
from orders.returns.periods import Terms
from orders.returns.quantities import Quantities
from orders.returns.words import OURS, Kind, ReturnState, Wanted, Why
from orders.states import WrongState
from privacy.people import Person
from privacy.regimes.regimes import ReturnLaw

TOO_LATE = "The days to withdraw are over. You can ask us about it on this page."
NOTHING_LEFT = "All of that is withdrawn or on its way back already."
NOTHING_TO_RETURN = "Nothing has arrived that you could send back."
NOTHING_CHOSEN = "Nothing is chosen. Enter how many you send back."
ONLY_WHOLE = (
    "Nothing is packed yet, so here you withdraw from the whole order. To keep a part "
    "of it, wait until it has arrived and send back the rest."
)
TOO_MANY = "That many can’t come back. Look at the numbers and enter them again."
NOT_THE_SAME_PRICE = "Choose again: that is not to be had for the same price any more."


@dataclass(frozen=True)
class Asked:
    """What somebody wants to send back.

    Arguments:
        lines: how many pieces of each line, by its id.
        reason: why; it decides until when that can be said.
        instead: the SKU that is wanted for a line; empty for money.
    """

    lines: Quantities
    reason: Why
    wants: Wanted = Wanted.REFUND
    instead: Mapping[UUID, str] = field(default_factory=dict)


@transaction.atomic
def withdraw(*, order: Order, lines: Quantities, form_id: UUID, at: datetime) -> Return:
    """Withdraw from the contract, or from a part of it that is delivered or under way.

    ``lines`` are how many pieces of each line; ``form_id`` is that of the statement:
    confirmed twice, it withdraws once. Before anything is packed the order is
    cancelled at once; else the goods come back. Directive 2011/83/EU, articles 9, 11
    and 11a. Raises WrongState with a sentence for the customer.
    """
    order.lock()
    if (known := _known(order, form_id)) is not None:
        return known
    told = periods.terms_of(order, at=at)
    if told is None or not told.may_withdraw:
        raise WrongState(TOO_LATE)
    left = quantities.withdrawable(order)
    chosen = _chosen(lines, left)
    cancels = cancelling.is_open(order)
    if cancels and chosen != left:
        raise WrongState(ONLY_WHOLE)
    state = ReturnState.CANCELLED if cancels else ReturnState.ANNOUNCED
    said = Return(order=order, form_id=form_id, kind=Kind.WITHDRAWAL, state=state)
    _write(said, chosen, told.law, at=at)
    moving.note(said, Verb.WITHDRAWN, at=at, by=None)
    if cancels:
        fulfilment.cancel(order=order, at=at, by=None)
    return said


@transaction.atomic
def announce(*, order: Order, asked: Asked, form_id: UUID, at: datetime) -> Return:
    """Say that something comes back, and what is wanted for it.

    ``form_id`` is that of the form: sent twice, it announces one return. Raises
    WrongState with a sentence for the customer.
    """
    order.lock()
    if (known := _known(order, form_id)) is not None:
        return known
    told = periods.terms_of(order, at=at)
    if told is None or not is_in_time(told, asked.reason, at=at):
        raise WrongState(too_late(told, asked.reason))
    chosen = _chosen(asked.lines, quantities.returnable(order))
    wares = _wares(order, asked, chosen)
    said = Return(
        order=order,
        form_id=form_id,
        kind=Kind.RETURN,
        reason=asked.reason,
        wants=asked.wants,
    )
    _write(said, chosen, told.law, at=at, wares=wares)
    moving.note(said, Verb.RETURN_ANNOUNCED, at=at, by=None)
    return said


def call_off(*, coming_back: Return, at: datetime, by: Person | None = None) -> None:
    """Keep it after all, before it arrives here; ``by`` staff where nothing came.

    Raises WrongState once it is here, or has ended.
    """
    before, verb = {ReturnState.ANNOUNCED}, Verb.RETURN_CALLED_OFF
    with moving.turn(coming_back, before=before, at=at, by=by, what=verb):
        moving.move(coming_back, ReturnState.CALLED_OFF, at=at)
        never_came = {"by_us": by is not None}
        moving.note(coming_back, verb, at=at, by=by, also=never_came)


def is_in_time(told: Terms, reason: Why, *, at: datetime) -> bool:
    """Whether something may come back for this reason on that day."""
    if reason not in OURS:
        return told.may_return
    until = told.faults_until
    return until is None or timezone.localdate(at) <= until


def is_any_in_time(told: Terms, *, at: datetime) -> bool:
    """Whether there is a reason for which something may still come back."""
    return any(is_in_time(told, why, at=at) for why in Why)


def too_late(told: Terms | None, reason: Why) -> str:
    """Say until when it could have been sent back for this reason."""
    if told is None:
        return "This order has forgotten whose it was, so nothing can be sent back."
    until = told.faults_until if reason in OURS else told.until
    day = f"{until.day} {until:%B %Y}" if until else "an earlier day"
    if reason in OURS:
        return f"It could be sent back until {day}. Write to us about anything later."
    return (
        f"For this reason it could be sent back until {day}. If something is broken or "
        "not what you ordered, choose that."
    )


def _known(order: Order, form_id: UUID) -> Return | None:
    known: Return | None = Return.objects.filter(order=order, form_id=form_id).first()
    return known


def _chosen(asked: Quantities, left: Quantities) -> dict[UUID, int]:
    """Return what was asked for, if that many can come back."""
    chosen = {line: many for line, many in asked.items() if many}
    if not left:
        raise WrongState(NOTHING_LEFT)
    if not chosen:
        raise WrongState(NOTHING_CHOSEN)
    if any(not 0 < many <= left.get(line, 0) for line, many in chosen.items()):
        raise WrongState(TOO_MANY)
    return chosen


def _wares(order: Order, asked: Asked, chosen: Quantities) -> dict[UUID, Ware]:
    """Return what is wanted for each line: the same thing, or one at its price."""
    if asked.wants != Wanted.EXCHANGE:
        return {}
    lines = [line for line in order.lines.all() if line.pk in chosen]
    return {line.pk: _ware(line, asked.instead.get(line.pk, "")) for line in lines}


def _ware(line: Line, sku: str) -> Ware:
    offered = {ware.sku: ware for ware in for_exchange(line)}
    if sku not in offered:
        raise WrongState(NOT_THE_SAME_PRICE)
    return offered[sku]


def for_exchange(line: Line) -> list[Ware]:
    """Return what a line could be exchanged for today, at the price it was sold at."""
    offered = goods.alternatives(line.sku)
    return [ware for ware in offered if ware.unit_price == line.unit_price]


def _write(
    said: Return,
    chosen: Quantities,
    law: ReturnLaw,
    *,
    at: datetime,
    wares: Mapping[UUID, Ware] | None = None,
) -> None:
    order, today = said.order, timezone.localdate(at)
    said.person_id, said.announced_at, said.rule = order.person_id, at, law.key
    said.send_by = today + timedelta(days=law.send_days)
    # What never left is here from the beginning.
    here = today if said.has_ended else None
    said.due_on = periods.refund_by(law, told=today, here=here)
    said.closed_at = at if said.has_ended else None
    said.save(force_insert=True)
    skus = quantities.skus(order)
    ReturnLine.objects.bulk_create(
        _line(said, line, many, skus[line], (wares or {}).get(line))
        for line, many in chosen.items()
    )


def _line(
    said: Return, line: UUID, many: int, sku: str, ware: Ware | None
) -> ReturnLine:
    return ReturnLine(
        person_id=said.person_id,
        coming_back=said,
        line_id=line,
        sku=sku,
        quantity=many,
        other_sku=ware.sku if ware else "",
        other_title=ware.title if ware else "",
        other_variant=ware.variant if ware else "",
        announced_at=said.announced_at,
    )
