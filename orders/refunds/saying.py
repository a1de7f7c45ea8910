"""What letters say about a refund, as plain values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from orders import invented, letters, money
from orders.event import Verb
from orders.order import Order
from orders.refunds.refund import Reason, Refund
from privacy import purposes
from privacy.letters import previews
from privacy.purposes import Purpose


def register() -> None:
    """Declare how the letters look, with an invented order."""
    told = {
        "refund_amount": "£9.50",
        "refund_reason": str(Reason.DAMAGED.label),
        "refund_by_transfer": True,
        "refund_link": previews.address(f"{invented.PATH}refunds/an-invented-refund/"),
        "again": False,
    }
    same_way = {"refund_by_transfer": False, "refund_link": ""}
    again = {"again": True}
    opened, sent = Verb.REFUND_OPENED, Verb.REFUNDED
    given, called_off = Verb.ACCOUNT_GIVEN, Verb.REFUND_CALLED_OFF
    invented.preview(opened, title="By transfer", **told)
    invented.preview(opened, title="As it was paid", **told | same_way)
    invented.preview(opened, title="Account asked for again", **told | again)
    invented.preview(given, title="An account was typed", **told)
    for had, title in ((True, "An account was given"), (False, "No account")):
        invented.preview(called_off, title=title, **told, had_account=had)
    invented.preview(sent, title="By transfer", **told)
    invented.preview(sent, title="As it was paid", **told | same_way)


def tell(
    refund: Refund, verb: Verb, *, order: Order, at: datetime, again: bool = False
) -> None:
    """Write the customer the letter about a refund.

    ``again`` says that the account they gave does not work, or was deleted unused.
    """
    told = {**facts(refund, order), "again": again}
    letters.tell(order=order, verb=verb, at=at, also=told)


def tell_called_off(refund: Refund, *, at: datetime, had_account: bool) -> None:
    """Write the customer that a refund was a mistake, while there is a link to send."""
    order = refund.order
    if order.__dict__["link"] is None:
        return
    told = {**facts(refund, order), "had_account": had_account}
    letters.tell(order=order, verb=Verb.REFUND_CALLED_OFF, at=at, also=told)


def facts(refund: Refund, order: Order) -> dict[str, Any]:
    """Return what a letter says of a refund; its link while an account can be typed."""
    return {
        "refund_amount": money.shown(refund.amount, refund.currency),
        "refund_reason": str(Reason(refund.reason).label),
        "refund_by_transfer": refund.by_transfer,
        "refund_link": _link(refund, order) if refund.takes_account else "",
    }


def _link(refund: Refund, order: Order) -> str:
    with purposes.using(Purpose.AFTER_SALES):
        there = reverse("orders:refund_account", args=[order.link, refund.pk])
    return f"{settings.SHOP_ORIGIN}{there}"
