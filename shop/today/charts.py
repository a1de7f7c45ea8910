"""Charts of the staff's first page: their shapes, and their numbers beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.dateformat import format as date_format

from orders.order import Order
from privacy.cases.case import Case
from privacy.cases.desk import verbs
from privacy.people import Person

DAYS, WEEKS = 14, 12
WIDE, HIGH = 296, 52
"""The drawing's own units: below HIGH stand the first and the last word."""
VIEW_ORDERS = "orders.view_order"


@dataclass(frozen=True)
class Mark:
    """One number of a chart: its words, where its bar stands, how wide and high."""

    words: str
    number: int
    x: int
    width: int
    height: int

    @property
    def y(self) -> int:
        """Where the bar begins, counted from above."""
        return HIGH - self.height

    @property
    def middle(self) -> int:
        """Where a point of a line stands."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Chart:
    """A chart with its title, a sentence that tells what it shows, and its numbers."""

    key: str
    title: str
    sentence: str
    what: str
    marks: Sequence[Mark]
    is_line: bool = False

    @property
    def path(self) -> str:
        """The line through all points, as SVG writes one."""
        points = (f"{mark.middle} {mark.y}" for mark in self.marks)
        return "M" + "L".join(points)


def charts(*, by: Person, at: datetime) -> list[Chart]:
    """Return the charts that somebody's rights let them see, at most three."""
    found: list[Chart] = []
    if any(by.has_perm(right) for right in verbs.EITHER):
        found += [due(at=at), finished(at=at)]
    if by.has_perm(VIEW_ORDERS):
        found.append(placed(at=at))
    return found


def due(*, at: datetime) -> Chart:
    """Return how many open requests are due on each of the next days, from today on."""
    days = list(_days(timezone.localdate(at), DAYS))
    still = Case.objects.filter(closed_at=None, due_on__range=(days[0], days[-1]))
    counted = still.order_by().values_list("due_on").annotate(Count("pk"))
    numbers = Counter(dict(counted))
    soon = f"{numbers[days[0]]} today, {numbers[days[1]]} tomorrow"
    told = f"{numbers.total()} due in {DAYS} days: {soon}."
    return Chart(
        "due",
        f"Due in {DAYS} days",
        told if numbers else f"Nothing is due in {DAYS} days.",
        "Requests due",
        _marks({_day(day): numbers[day] for day in days}),
    )


def finished(*, at: datetime) -> Chart:
    """Return how many requests were closed in each of the last weeks."""
    first = timezone.localdate(at) - timedelta(days=7 * WEEKS - 1)
    rows = Case.objects.filter(closed_at__gte=_begin(first), closed_at__lte=at)
    on = rows.order_by().annotate(on=TruncDate("closed_at")).values_list("on")
    late = Count("pk", filter=Q(on__gt=F("due_on")))
    weeks: Counter[int] = Counter()
    too_late = 0
    for day, number, behind in on.annotate(Count("pk"), late=late):
        weeks[(day - first).days // 7] += number
        too_late += behind
    begins = [first + timedelta(days=7 * week) for week in range(WEEKS)]
    told = f"{weeks.total()} in {WEEKS} weeks, {too_late or 'none'} of them late."
    numbers = {f"From {_day(day)}": weeks[week] for week, day in enumerate(begins)}
    return Chart(
        "finished",
        "Finished, by week",
        told if weeks else f"None in {WEEKS} weeks.",
        "Requests finished",
        _marks(numbers),
        is_line=True,
    )


def placed(*, at: datetime) -> Chart:
    """Return how many orders were placed on each of the last days, today included."""
    first = timezone.localdate(at) - timedelta(days=DAYS - 1)
    rows = Order.objects.filter(placed_at__gte=_begin(first), placed_at__lte=at)
    on = rows.order_by().annotate(on=TruncDate("placed_at")).values_list("on")
    numbers = Counter(dict(on.annotate(Count("pk"))))
    days = list(_days(first, DAYS))
    told = f"{numbers.total()} in {DAYS} days, {numbers[days[-1]]} of them today."
    return Chart(
        "placed",
        "Orders, by day",
        told if numbers else f"None in {DAYS} days.",
        "Orders placed",
        _marks({_day(day): numbers[day] for day in days}),
    )


def _marks(numbers: Mapping[str, int]) -> list[Mark]:
    step, most = WIDE // len(numbers), max([*numbers.values(), 1])
    heights = [number * (HIGH - 8) // most or 3 for number in numbers.values()]
    return [
        Mark(words, number, place * step + 2, step - 6, heights[place])
        for place, (words, number) in enumerate(numbers.items())
    ]


def _days(first: date, number: int) -> Iterator[date]:
    return (first + timedelta(days=each) for each in range(number))


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(day: date) -> str:
    return date_format(day, "j M")
