"""What returns show on the pages about one order, and what they register."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from orders import sections
from orders.event import Verb
from orders.returns import asking, periods, quantities, saying
from orders.returns.coming_back import Return
from orders.returns.words import ReturnState
from orders.sections import About, Section
from orders.states import State

PLACE = 30


def register() -> None:
    """Show them; let what is open be asked about, and cancelled with its order."""
    sections.for_customers(Section("orders/parts/returns.html", theirs, PLACE))
    sections.for_staff(Section("orders/staff/parts/returns.html", ours, PLACE))
    import_module("orders.returns.closing")
    for name in ("erasing", "holdings"):
        part: Any = import_module(f"orders.returns.{name}")
        part.register()


def theirs(about: About) -> Mapping[str, Any] | None:
    """What the customer reads and can do; None where that is nothing."""
    stories = [saying.story(row) for row in _rows(about)]
    may = _may(about)
    if stories:
        may = _left(about, may)
    if not (stories or may):
        return None
    number = about.order.number
    return {"stories": stories, "secret": about.secret, "number": number, **may}


def ours(about: About) -> Mapping[str, Any] | None:
    """What the staff read; None where nothing comes back."""
    rows = _rows(about)
    if not rows:
        return None
    told = [(row, saying.pieces(row), _label(row)) for row in rows]
    stop = about.order.state in {State.PLACED, State.PAID, State.PACKED}
    waits = any(row.state == ReturnState.ANNOUNCED for row in rows)
    sees = about.by is not None and about.by.has_perm("orders.view_return")
    return {"returns": told, "stop": stop and waits, "sees": sees}


def _label(row: Return) -> str:
    return str(ReturnState(row.state).label)


def _rows(about: About) -> list[Return]:
    """The order's returns; an order without one is not asked about."""
    if not about.happened(Verb.WITHDRAWN, Verb.RETURN_ANNOUNCED):
        return []
    return list(Return.objects.of(about.order))


def _left(about: About, may: dict[str, Any]) -> dict[str, Any]:
    """What still fits where something is on its way back already."""
    gone = set()
    if "withdraw" in may and not quantities.withdrawable(about.order):
        gone.add("withdraw")
    if "send_back" in may and not quantities.returnable(about.order):
        gone.add("send_back")
    return {name: fact for name, fact in may.items() if name not in gone}


def _may(about: About) -> dict[str, Any]:
    """What fits now: to withdraw until when, to send something back."""
    order = about.order
    if order.state in periods.UNDER_WAY and not about.happened(Verb.DELIVERED):
        # Nothing has arrived: no day counts yet, so no law is looked up.
        return {"withdraw": True} if periods.has_right(order) else {}
    if order.state == State.CANCELLED or not about.happened(Verb.DELIVERED):
        return {}
    told = periods.terms_of(order, at=about.at)
    if told is None:
        return {}
    facts: dict[str, Any] = {}
    if told.may_withdraw:
        facts |= {"withdraw": True, "until": told.until}
    if asking.is_any_in_time(told, at=about.at):
        facts |= {"send_back": True, "until": told.until, "goodwill": told.may_return}
    return facts
