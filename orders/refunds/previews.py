"""The letters about refunds, with an invented one."""

from __future__ import annotations

from typing import Any

from orders import invented
from orders.event import Verb
from orders.refunds.refund import Reason
from privacy.letters import previews


def register() -> None:
    """Declare how the two letters read: to an account, and back the way it came."""
    link = previews.address(f"{invented.PATH}refunds/an-invented-refund/")
    opened, sent = Verb.REFUND_OPENED, Verb.REFUNDED
    invented.preview(opened, title="To an account", **_facts(refund_link=link))
    invented.preview(
        opened, title="The account did not work", **_facts(refund_link=link, again=True)
    )
    by_provider = _facts(refund_by_transfer=False)
    invented.preview(opened, title="The way it came", **by_provider)
    invented.preview(sent, title="To an account", **_facts())
    invented.preview(sent, title="The way it came", **by_provider)


def _facts(**more: Any) -> dict[str, Any]:
    return {
        "refund_amount": "£9.50",
        "refund_reason": str(Reason.PRICE.label),
        "refund_by_transfer": True,
        "refund_link": "",
        "again": False,
        **more,
    }
