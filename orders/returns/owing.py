"""What is owed for a return: until when, how much of which lines, what instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from orders import goods
from orders.goods import SoldOut, Ware
from orders.order import Order
from orders.refunds import sums
from orders.refunds.refund import Reason
from orders.refunds.sums import Asked
from orders.returns import periods
from orders.returns.coming_back import Return
from orders.returns.line import ReturnLine
from orders.returns.words import OURS, ReturnState
from orders.states import WrongState
from privacy.people import Person
from privacy.regimes import regimes


def due(coming_back: Return, *, at: datetime) -> date | None:
    """Return the last day for the money, where it counts from when goods are here."""
    said = timezone.localdate(coming_back.announced_at)
    law = regimes.return_law(coming_back.rule, said)
    return periods.refund_by(law, told=said, here=timezone.localdate(at))


def check(order: Order, lines: Iterable[ReturnLine]) -> None:
    """Raise WrongState where money went back for some of it already."""
    left = {each.line.pk: each.quantity for each in sums.left(order)}
    for line in lines:
        most = left[line.line_id]
        if (line.accepted or 0) > most:
            raise WrongState(
                f"Money went back for some of it already: take back {most} of "
                f"{line.line.title} and say why."
            )


def asked(coming_back: Return) -> Asked:
    """Return what goes back: what was taken, and the delivery where all has come."""
    taken = {line.line_id: line.accepted or 0 for line in coming_back.lines.all()}
    lines = {line: many for line, many in taken.items() if many}
    return Asked(lines=lines, delivery=_with_delivery(coming_back))


def reason(coming_back: Return) -> Reason:
    """Return why the money goes back, in the words of a refund."""
    return Reason.WITHDRAWN if coming_back.is_withdrawal else Reason.RETURNED


def items(skus: Mapping[ReturnLine, str], count: str) -> dict[str, int]:
    """Return pieces by SKU, ``count`` being "accepted" or "shelved"."""
    found: Counter[str] = Counter()
    for line, sku in skus.items():
        found[sku] += getattr(line, count) or 0
    return {sku: many for sku, many in found.items() if many}


def take(order: Order, wanted: Mapping[str, int], *, at: datetime, by: Person) -> None:
    """Take what is sent instead from the shelf; raises WrongState where it is gone."""
    try:
        goods.wanted.send(sender=Order, order=order, items=wanted, at=at, by=by)
    except SoldOut as gone:
        raise WrongState(
            f"Only {gone.left} of {gone.sku} are left. Refund it instead, or wait for "
            "more."
        ) from gone


def ware(line: ReturnLine) -> Ware:
    """Return what goes instead of a line, at the price the line was sold at."""
    return Ware(
        sku=line.other_sku,
        title=line.other_title,
        variant=line.other_variant,
        unit_price=line.line.unit_price,
        tax_rate=line.line.tax_rate,
        left=0,
    )


def _with_delivery(coming_back: Return) -> bool:
    """Whether all of the order came back, by a right or by a fault of ours."""
    said = timezone.localdate(coming_back.announced_at)
    by_right = regimes.return_law(coming_back.rule, said).by_law
    return (by_right or coming_back.reason in OURS) and _all_came(coming_back.order)


def _all_came(order: Order) -> bool:
    rows = ReturnLine.objects.filter(
        coming_back__order=order, coming_back__state=ReturnState.REFUNDED
    )
    back: dict[UUID, int] = dict(
        rows.order_by().values_list("line").annotate(Sum("accepted"))
    )
    ordered = order.lines.values_list("pk", "quantity")
    return all(back.get(line, 0) >= many for line, many in ordered)
