"""The queue: which cases stand under which tab, the most urgent first, page by page.

Nothing here counts a whole table: numbers stop at a hundred, and a page begins where
the last one ended.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from privacy.cases.case import Case, CaseQuerySet
from privacy.cases.states import CLOSED, Kind, State
from privacy.encryption import keys
from privacy.people import Person

_NOT_IN_ONE = re.compile(r"[^A-Z0-9-]+")
PAGE = 50
MOST_COUNTED = 100
MOST_LIKE_IT = 200
SOON = timedelta(days=7)
CUSTOMERS_TURN = (State.AWAITING_IDENTITY, State.VERIFIED, State.NEEDS_INFO)
DEFAULT = "open"
TABS = {
    "open": "All",
    "late": "Late",
    "mine": "Mine",
    "nobody": "Nobody’s",
    "second": "Needs a second person",
    "customer": "Waiting for the customer",
    "finished": "Finished",
}
_FITS = {
    "nobody": Q(handling=None),
    "customer": Q(state__in=CUSTOMERS_TURN),
}
_WAITS_FOR = {
    State.RECEIVED: "Our letter",
    State.AWAITING_IDENTITY: "Proof from the customer",
    # Proved, and it stays so only while it is still to be chosen what goes.
    State.VERIFIED: "The customer’s choice",
    State.IN_REVIEW: "Our decision",
    State.NEEDS_INFO: "The customer’s answer",
    State.COOLING_OFF: "The end of cooling off",
    State.PROPAGATING: "Those who got the data",
    State.NEEDS_MANUAL: "Somebody who looks at it",
}


@dataclass(frozen=True)
class Wish:
    """What somebody wants to see: a tab, one kind, one state, after which case."""

    tab: str = DEFAULT
    kind: str = ""
    state: str = ""
    after: str = ""


@dataclass(frozen=True)
class Counted:
    """A tab with its number in words; more than a hundred are not counted."""

    key: str
    label: str
    number: str


@dataclass(frozen=True)
class Page:
    """Some cases, others from the same sender by case id, and where it goes on."""

    cases: Sequence[Case]
    same: dict[object, list[Case]] = field(default_factory=dict)
    next_after: str = ""


@dataclass(frozen=True)
class Urgent:
    """What the first page and the daily letter tell: the pressing open cases."""

    overdue: Sequence[Case]
    soon: Sequence[Case]
    second: Sequence[Case]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.overdue or self.soon or self.second)


def wished(asked: dict[str, str]) -> Wish:
    """Return what was asked for; what does not exist is left out."""
    tab, kind, state = (asked.get(name, "") for name in ("tab", "kind", "state"))
    return Wish(
        tab=tab if tab in TABS else DEFAULT,
        kind=kind if kind in Kind.values else "",
        state=state if state in State.values else "",
        after=reference(asked.get("after", "")),
    )


def reference(typed: str) -> str:
    """Return what was typed as a reference is written; nothing else is left in it."""
    return _NOT_IN_ONE.sub("", typed.upper())[:16]


def rows(tab: str, by: Person | None = None, *, on: date | None = None) -> CaseQuerySet:
    """Return the cases under a tab, in the order in which they are shown.

    `by` is whoever looks: theirs are under "mine". `on` is the day: "late" are those
    whose last day was before it.
    """
    every: CaseQuerySet = Case.objects.all()
    if tab == "finished":
        return every.filter(closed_at__isnull=False).order_by("-closed_at", "-id")
    still = every.filter(closed_at=None).order_by("due_on", "received_at", "id")
    if tab == "second":
        return still.filter(
            kind=Kind.ERASE, state=State.IN_REVIEW, reviewed_by__isnull=False
        )
    if tab == "late":
        return still.filter(is_late(on=on)) if on else still.none()
    return still.filter(_FITS.get(tab, Q())) if tab != "mine" else _of(still, by)


def is_late(*, on: date) -> Q:
    """Return what finds the open cases whose last day was before `on`."""
    return Q(due_on__lt=on)


def _of(still: CaseQuerySet, by: Person | None) -> CaseQuerySet:
    return still.filter(handling__by=by) if by is not None else still.none()


def page(wish: Wish, by: Person, *, on: date | None = None) -> Page:
    """Return one page of what was wished for, and the cases that belong together."""
    found = rows(wish.tab, by, on=on).select_related("duplicate_of", "handling__by")
    if wish.kind:
        found = found.filter(kind=wish.kind)
    if wish.state:
        found = found.filter(state=wish.state)
    found = found.filter(_behind(wish))
    some = list(found[: PAGE + 1])
    shown = some[:PAGE]
    keys.prefetch([*(case.pk for case in shown), *map(_handler_id, shown)])
    more = shown[-1].reference if len(some) > PAGE else ""
    return Page(shown, same_sender(shown), more)


def handler(case: Case) -> Person | None:
    """Return who sees to a case that page() found; None while it is nobody's."""
    found = getattr(case, "handling", None)
    return found.by if found else None


def identity_words(case: Case) -> str:
    """Return in words whether the customer has proved that it is them."""
    if case.identity_proven_at is not None:
        return "Proved"
    return "Not asked for" if case.kind == Kind.QUESTION else "Not yet"


def tabs(by: Person, *, on: date | None = None) -> list[Counted]:
    """Return every tab with its number; what is finished is not counted."""
    return [
        Counted(key, label, "" if key == "finished" else _number(rows(key, by, on=on)))
        for key, label in TABS.items()
    ]


def states(tab: str) -> list[tuple[str, str]]:
    """Return the states that a case under this tab can have."""
    if tab == "second":
        return []
    fits = {
        "finished": CLOSED,
        "customer": frozenset(CUSTOMERS_TURN),
    }.get(tab, frozenset(State) - CLOSED)
    return [(state.value, state.label) for state in State if state in fits]


def urgent(*, at: datetime) -> Urgent:
    """Return what presses: too late, due within a week, waiting for a second person."""
    today = timezone.localdate(at)
    still = rows("open")
    return Urgent(
        overdue=list(still.filter(due_on__lt=today)[:MOST_COUNTED]),
        soon=list(
            still.filter(due_on__gte=today, due_on__lte=today + SOON)[:MOST_COUNTED]
        ),
        second=list(rows("second")[:MOST_COUNTED]),
    )


def same_sender(cases: Iterable[Case]) -> dict[object, list[Case]]:
    """Return for each case the other open ones that came from the same address."""
    asked = [case for case in cases if case.email_index is not None]
    indexes = {bytes(case.email_index) for case in asked}
    by_index: dict[bytes, list[Case]] = defaultdict(list)
    still = Case.objects.filter(closed_at=None, email_index__in=indexes)
    for other in still.order_by("received_at")[:MOST_LIKE_IT]:
        by_index[bytes(other.email_index)].append(other)
    return {
        case.pk: [
            other for other in by_index[bytes(case.email_index)] if other.pk != case.pk
        ]
        for case in asked
    }


def due_words(case: Case, *, on: date) -> tuple[str, str]:
    """Return how many days are left in words, and the tone of the tag around them."""
    if case.is_closed:
        return "Closed", ""
    left = case.days_left(on=on)
    if left < 0:
        return f"{_days(-left)} late", "bad"
    if left == 0:
        return "Due today", "bad"
    tone = "bad" if left <= 2 else "warn" if left <= SOON.days else ""
    return f"{_days(left)} left", tone


def waits_for(case: Case) -> str:
    """Return in words whom or what a case waits for."""
    if case.is_closed:
        return State(case.state).label
    if (
        case.kind == Kind.ERASE
        and case.state == State.IN_REVIEW
        and case.reviewed_by_id
    ):
        return "A second person"
    return _WAITS_FOR.get(State(case.state), "The worker")


def _behind(wish: Wish) -> Q:
    """What comes after the last case of the page before, in the order of the tab."""
    last = Case.objects.filter(reference=wish.after).first() if wish.after else None
    if last is None:
        return Q()
    if wish.tab == "finished":
        if last.closed_at is None:
            return Q()
        return Q(closed_at__lt=last.closed_at) | Q(
            closed_at=last.closed_at, pk__lt=last.pk
        )
    same_day = Q(due_on=last.due_on)
    return (
        Q(due_on__gt=last.due_on)
        | same_day & Q(received_at__gt=last.received_at)
        | same_day & Q(received_at=last.received_at, pk__gt=last.pk)
    )


def number_words(counted: int) -> str:
    """Return a number; what was counted no further is so many "or more"."""
    return f"{counted}" if counted < MOST_COUNTED else f"{MOST_COUNTED} or more"


def _handler_id(case: Case) -> UUID | None:
    found = handler(case)
    return found.pk if found else None


def _number(found: CaseQuerySet) -> str:
    counted = len(found.order_by().values_list("pk", flat=True)[:MOST_COUNTED])
    return number_words(counted)


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
