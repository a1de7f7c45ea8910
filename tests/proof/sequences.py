"""An order walked through every sequence of its verbs, each state entered once.

Everything runs on one real order in nested savepoints: a verb is tried, what it did is
held against what must be true of any order, and it is taken back. Two sequences that
lead to the same state have the same future, so the second is not followed again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from orders.letters import PURPOSE
from orders.models import Event, Order, Parcel, Payment, Refund, RefundLine, Return
from orders.states import CLOSED, WrongState
from privacy.models import Letter
from shop.catalogue.models import Variant

SHELF = 20
"""How many pieces stood on the shelf before anybody ordered."""


@dataclass(frozen=True)
class Stand:
    """Where an order stands: all that decides which verbs fit it and what they do."""

    state: str
    payment: str
    refunded: int
    stock: int
    parcels: tuple[tuple[object, ...], ...]
    refunds: tuple[tuple[object, ...], ...]
    returns: tuple[tuple[object, ...], ...]

    @property
    def course(self) -> object:
        """What decides whether a verb on the way to the door is refused."""
        return self.state, frozenset(parcel[:3] for parcel in self.parcels)

    @property
    def gist(self) -> object:
        """What decides it for a verb that minds the money, and what is coming back."""
        back = frozenset(each[:3] for each in self.returns)
        return self.course, self.refunded, frozenset(self.refunds), back


Verb = Callable[[Order], None]


@dataclass
class Walk:
    """The walk through every sequence of ``verbs`` up to a length, and what it met.

    Each verb is offered with what decides whether it is refused: where that was the
    case once, it is not asked again.
    """

    verbs: Mapping[str, Callable[[Order, Stand], Iterator[tuple[object, Verb]]]]
    seen: dict[Stand, int] = field(default_factory=dict)
    carried_out: Counter[str] = field(default_factory=Counter)
    refused: set[tuple[str, object]] = field(default_factory=set)

    def go(self, order: Order, length: int) -> None:
        """Carry out every verb that there is here, and go on from where it leads."""
        here = stand(order)
        if self.seen.get(here, -1) >= length:
            return
        self.seen[here] = length
        if not length:
            return
        for name, offered in self.verbs.items():
            for minds, verb in list(offered(order, here)):
                if (name, minds) not in self.refused:
                    self._try((name, minds), verb, order, length)

    def _try(
        self, tried: tuple[str, object], verb: Verb, order: Order, length: int
    ) -> None:
        name, mark, before = tried[0], transaction.savepoint(), told(order)
        try:
            verb(Order.objects.get(pk=order.pk))
        except WrongState:
            self.refused.add(tried)
        if tried in self.refused:
            assert told(order) == before, name
        else:
            self.carried_out[name] += 1
            check(order, name)
            self.go(order, length - 1)
        transaction.savepoint_rollback(mark)


def stand(order: Order) -> Stand:
    """Read where the order stands."""
    payment = Payment.objects.get(order=order)
    parcels = Parcel.objects.filter(order=order).prefetch_related("lines")
    back = Return.objects.filter(order=order).prefetch_related("lines")
    return Stand(
        state=Order.objects.values_list("state", flat=True).get(pk=order.pk),
        payment=payment.state,
        refunded=int(payment.refunded),
        stock=Variant.objects.get().stock,
        parcels=_sorted(
            (
                each.kind,
                each.state,
                each.made_good_at is None,
                sum(line.quantity for line in each.lines.all()),
            )
            for each in parcels
        ),
        refunds=_sorted(
            Refund.objects.that_count()
            .filter(order=order)
            .values_list("state", "amount", "reason", "stands_alone")
        ),
        returns=_sorted(
            (
                each.kind,
                each.wants,
                each.state,
                sum(line.quantity for line in each.lines.all()),
            )
            for each in back
        ),
    )


def told(order: Order) -> tuple[int, int]:
    """Count what happened, and the letters about it."""
    return Event.objects.filter(order=order).count(), Letter.objects.count()


def check(order: Order, name: str) -> None:
    """Hold the order against what is true of any order, after the verb ``name``."""
    now = Order.objects.get(pk=order.pk)
    assert (now.closed_at is not None) == (now.state in CLOSED), name
    check_stock(now, name)
    check_money(now, name)
    check_letters(now, name)


def check_stock(order: Order, name: str) -> None:
    """Every piece is on the shelf, at hand for the order, sent, or lost."""
    ordered = 0 if order.state == "cancelled" else order.lines.get().quantity
    back = taken = 0
    parcels = list(Parcel.objects.filter(order=order).prefetch_related("lines"))
    known = {parcel.pk: parcel for parcel in parcels}
    for parcel in parcels:
        pieces = sum(line.quantity for line in parcel.lines.all())
        original = known.get(parcel.instead_of)
        if parcel.kind == "exchange" and original is None:
            taken += pieces
        if original is not None and original.state == "lost":
            taken += pieces
        back += pieces if parcel.state == "left_out" else 0
        again = any(other.instead_of == parcel.pk for other in parcels)
        if parcel.state == "came_back" and parcel.made_good_at and not again:
            back += pieces
    for coming in Return.objects.filter(order=order).prefetch_related("lines"):
        back += sum(line.shelved or 0 for line in coming.lines.all())
    assert Variant.objects.get().stock == SHELF - ordered - taken + back, name


def check_money(order: Order, name: str) -> None:
    """Never more goes back than was paid, and with exactly its tax."""
    payment = Payment.objects.get(order=order)
    refunds = list(Refund.objects.that_count().filter(order=order))
    given, tax = (sum(each) for each in ([r.amount for r in refunds], _taxes(refunds)))
    assert payment.refunded == given <= order.total, name
    assert not refunds or payment.state == "paid", name
    assert tax <= order.tax_total, name
    if given == order.total:
        assert tax == order.tax_total, name
    if order.state == "cancelled":
        assert given == (order.total if payment.state == "paid" else 0), name
    pieces = RefundLine.objects.filter(refund__in=refunds)
    many = sum(line.quantity for line in pieces)
    assert many <= order.lines.get().quantity, name
    totals = order.totals()
    assert (totals.total, totals.tax) == (order.total, order.tax_total), name


def check_letters(order: Order, name: str) -> None:
    """Everything that sends a letter sent one, and nothing else sent any."""
    happened = Event.objects.filter(order=order).values_list("verb", flat=True)
    wanted = Counter(f"orders/{verb}" for verb in happened if verb in PURPOSE)
    sent = Letter.objects.filter(template__startswith="orders/")
    assert Counter(sent.values_list("template", flat=True)) == wanted, name


def _taxes(refunds: list[Refund]) -> list[int]:
    return [refund.tax for refund in refunds]


def _sorted(rows: object) -> tuple[tuple[object, ...], ...]:
    return tuple(sorted((tuple(row) for row in rows), key=repr))  # type: ignore[attr-defined]
