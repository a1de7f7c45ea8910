"""What waits for somebody today: numbers with links, each behind the right it needs.

One query for each kind of work, however much of it there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from orders.conversation.message import Message
from orders.conversation.reading import ANSWER
from orders.order import Order
from orders.parcels import listing as parcels
from orders.payment import Payment
from orders.refunds.refund import Refund
from orders.refunds.refund import State as Stands
from orders.refunds.section import OPEN as AGREE
from orders.returns.coming_back import Return
from orders.returns.words import ReturnState
from orders.states import PaymentState, State
from privacy.cases.desk import queue, verbs
from privacy.exports import deciding
from privacy.exports.export import Export
from privacy.exports.states import State as Asked
from privacy.people import Person
from privacy.promises import promise
from privacy.promises.result import PromiseResult
from shop.catalogue.models import Product

SETTLE, PACK = "orders.settle_payment", "orders.pack_order"
REFUND = "orders.send_refund"
RETURN = "orders.handle_return"
RETURNS = {
    ReturnState.RECEIVED: ("Returns to look at", "They are here: say what you find."),
    ReturnState.INSPECTED: ("Returns to finish", "Refund or exchange them."),
}
STOCK = "shop.change_product"
WATCH = (*verbs.EITHER, "privacy.read_trail")
_OPEN = (State.PLACED, State.PAID, State.PACKED)


@dataclass(frozen=True)
class Job:
    """One kind of work: how much of it waits, what to do, and the list that shows it.

    `tone` colours it while there is any: "bad" has waited too long already.
    """

    number: int
    title: str
    todo: str
    link: str
    tone: str = "info"

    @property
    def shown(self) -> str:
        """The number; no more than a hundred are told apart."""
        most = queue.MOST_COUNTED
        return f"{self.number}" if self.number < most else f"{most}+"


Source = Callable[[Person, datetime], Iterator[Job]]


def waiting(*, by: Person, at: datetime) -> list[Job]:
    """Return what waits for this member of staff, only where they have the right."""
    return [
        job
        for rights, source in SOURCES
        if any(by.has_perm(right) for right in rights)
        for job in source(by, at)
    ]


def _requests(by: Person, at: datetime) -> Iterator[Job]:
    there, today = reverse("admin:privacy_case_changelist"), timezone.localdate(at)
    still = queue.rows("open").order_by().filter(due_on__lte=today + queue.SOON)
    late = Count("pk", filter=queue.is_late(on=today))
    found = still.aggregate(late=late, both=Count("pk"))
    yield Job(
        found["late"],
        "Requests late",
        "The law’s last day is over: answer these first.",
        f"{there}?tab=late",
        "bad",
    )
    yield Job(
        found["both"] - found["late"],
        "Requests due within a week",
        "Decide, or extend once with a reason.",
        f"{there}?tab=open",
        "warn",
    )


def _second(by: Person, at: datetime) -> Iterator[Job]:
    """Count what others agreed to, less one's own: nobody approves those."""
    rows = queue.rows("second").exclude(reviewed_by=by).exclude(person=by)
    yield Job(
        _bounded(rows),
        "Approvals waiting for you",
        "Somebody agreed to a plan. You are the second person.",
        f"{reverse('admin:privacy_case_changelist')}?tab=second",
        "warn",
    )


def _exports(by: Person, at: datetime) -> Iterator[Job]:
    rows = Export.objects.filter(state=Asked.ASKED, expires_at__gt=at).exclude(by=by)
    yield Job(
        _bounded(rows),
        "Exports waiting for you",
        "Somebody asked to take data out. Look at count and columns.",
        reverse("admin:privacy_export_changelist"),
        "warn",
    )


def _orders(by: Person, at: datetime) -> Iterator[Job]:
    there = f"{reverse('admin:orders_order_changelist')}?state__exact="
    rows = Order.objects.filter(state__in=_OPEN).order_by()
    counted = rows.values_list("state", "payment__state").annotate(Count("pk"))
    found = {(state, payment): number for state, payment, number in counted}

    def of(state: State) -> int:
        return sum(number for (each, _), number in found.items() if each == state)

    if by.has_perm(SETTLE):
        yield Job(
            found.get((State.PLACED, PaymentState.OPEN), 0),
            "Payments to match",
            "Compare the references with the bank’s statement.",
            f"{there}{State.PLACED}&payment={PaymentState.OPEN}",
        )
    if by.has_perm(PACK):
        yield Job(
            of(State.PAID),
            "Parcels to pack",
            "Paid: print the slip and pack.",
            f"{there}{State.PAID}",
        )
        yield Job(
            of(State.PACKED),
            "Parcels to hand over",
            "Packed: give them to the carrier.",
            f"{there}{State.PACKED}",
        )


def _refunds(by: Person, at: datetime) -> Iterator[Job]:
    there = f"{reverse('admin:orders_refund_changelist')}?state__exact="
    rows = Refund.objects.filter(state__in=(Stands.OPEN, Stands.FAILED)).order_by()
    found = dict(rows.values_list("state").annotate(Count("pk")))
    yield Job(
        found.get(Stands.OPEN, 0),
        "Refunds to send",
        "Somebody agreed to send money back. You are the second person.",
        f"{there}{Stands.OPEN}",
        "warn",
    )
    yield Job(
        found.get(Stands.FAILED, 0),
        "Refunds that a provider refused",
        "Try again, or send them by bank transfer.",
        f"{there}{Stands.FAILED}",
        "bad",
    )


def _parcels(by: Person, at: datetime) -> Iterator[Job]:
    """Count the orders of which a parcel failed: whoever waits for it heard so."""
    yield Job(
        _bounded(parcels.undecided()),
        "Parcels that failed",
        "Lost, or back with us: send them again or refund them.",
        f"{reverse('admin:orders_order_changelist')}?parcels={parcels.UNDECIDED}",
        "bad",
    )


def _returns(by: Person, at: datetime) -> Iterator[Job]:
    """Count what is here and waits for somebody, and say whether a day is over."""
    late = Count("pk", filter=Q(due_on__lt=timezone.localdate(at)))
    rows = Return.objects.filter(state__in=RETURNS).order_by().values_list("state")
    counted = rows.annotate(number=Count("pk"), late=late)
    found = {state: (number, behind) for state, number, behind in counted}
    for state, (title, todo) in RETURNS.items():
        number, behind = found.get(state, (0, 0))
        yield Job(
            number,
            title,
            f"{todo} {behind} late." if behind else todo,
            f"{reverse('admin:orders_return_changelist')}?state__exact={state}",
            "bad" if behind else "warn",
        )


def _questions(by: Person, at: datetime) -> Iterator[Job]:
    orders = Count("order", distinct=True)
    found = Message.objects.waiting().aggregate(number=orders, since=Min("at"))
    since = found["since"]
    day = f"{timezone.localtime(since):%-d %B}" if since else ""
    yield Job(
        found["number"],
        "Questions to answer",
        f"The oldest was asked on {day}." if day else "Every question has its answer.",
        reverse("admin:orders_message_changelist"),
        "warn",
    )


def _promises(by: Person, at: datetime) -> Iterator[Job]:
    known = [each.name for each in promise.probes()]
    rows = PromiseResult.objects.filter(probe__in=known, at__lte=at)
    newer = rows.filter(probe=OuterRef("probe"), at__gt=OuterRef("at"))
    broken = rows.filter(~Exists(newer), kept=False)
    yield Job(
        broken.values("promise").distinct().count(),
        "Promises broken",
        "The page of promises says so to everybody: mend what it names.",
        reverse("shop:privacy"),
        "bad",
    )


def _stock(by: Person, at: datetime) -> Iterator[Job]:
    rows = Product.objects.filter(available=False, withdrawn_at=None)
    yield Job(
        _bounded(rows),
        "Products sold out",
        "Restock them, or take them off the shelves.",
        reverse("admin:shop_product_changelist")
        + "?available__exact=0&withdrawn_at__isempty=1",
    )


def _doubts(by: Person, at: datetime) -> Iterator[Job]:
    rows = Payment.objects.filter(doubted_at__isnull=False)
    yield Job(
        _bounded(rows),
        "Payments that do not fit",
        "A provider says something else than we do: look into it.",
        reverse("admin:orders_providernotice_changelist"),
        "bad",
    )


SOURCES: tuple[tuple[Sequence[str], Source], ...] = (
    (verbs.EITHER, _requests),
    ((verbs.APPROVE,), _second),
    ((deciding.APPROVE,), _exports),
    ((SETTLE, PACK), _orders),
    ((PACK, AGREE), _parcels),
    ((ANSWER,), _questions),
    ((SETTLE,), _doubts),
    ((REFUND,), _refunds),
    ((RETURN,), _returns),
    (WATCH, _promises),
    ((STOCK,), _stock),
)
"""Each kind of work with the rights of which one is enough to see it."""


def _bounded(rows: object) -> int:
    # A slice of rows, which the stubs take for one row.
    return int(rows[: queue.MOST_COUNTED].count())  # type: ignore[index]
