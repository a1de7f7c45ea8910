"""The letters about returns and withdrawals, with invented ones."""

from __future__ import annotations

from typing import Any

from orders import invented
from orders.event import Verb

_REFUSED = "An invented reason why it can’t be sold again."


def register() -> None:
    """Declare how each of the letters reads."""
    said = Verb.WITHDRAWN
    invented.preview(said, title="Before it left us", back=_back(cancels=True))
    invented.preview(said, title="After it arrived", back=_back())
    invented.preview(said, title="While it travels", back=_back(due_on=""))
    told = Verb.RETURN_ANNOUNCED
    invented.preview(told, title="For the money", back=_back())
    invented.preview(told, title="Our fault, exchanged", back=_swapped(ours=True))
    off = Verb.RETURN_CALLED_OFF
    invented.preview(off, title="By the customer", back=_back(by_us=False))
    invented.preview(off, title="It never came", back=_back(by_us=True))
    invented.preview(Verb.RETURN_RECEIVED, back=_back())
    looked = Verb.RETURN_INSPECTED
    invented.preview(looked, title="All taken back", back=_back(accepted=2))
    part = _back(accepted=1, words=_REFUSED)
    invented.preview(looked, title="A part taken back", back=part)
    invented.preview(looked, title="To be exchanged", back=_swapped(accepted=2))
    none = _back(accepted=0, words=_REFUSED)
    invented.preview(Verb.RETURN_REFUSED, back=none)
    invented.preview(Verb.EXCHANGED, back=_swapped(accepted=2))


def _swapped(**more: Any) -> dict[str, Any]:
    return _back(exchange=True, other="Laid writing paper, A5, blue", **more)


def _back(
    *, accepted: int | None = None, other: str = "", **more: Any
) -> dict[str, Any]:
    """A return as orders.returns.saying.letter tells it."""
    line = invented.LINES[0]
    piece = {
        "title": f"{line.title}, {line.variant}",
        "quantity": line.quantity,
        "accepted": accepted,
        "other": other,
    }
    return {
        "withdrawal": False,
        "cancels": False,
        "said_on": "23 November 2026, 09:30 GMT",
        "pieces": [piece],
        "ours": False,
        "reason": "An invented reason",
        "exchange": False,
        "send_by": "7 December 2026",
        "due_on": "7 December 2026",
        "words": "",
        **more,
    }
