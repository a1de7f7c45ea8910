"""The letters about parcels, with an invented one."""

from __future__ import annotations

from typing import Any

from orders import invented
from orders.event import Verb

_ABOUT = (Verb.PACKED, Verb.HANDED_OVER, Verb.DELIVERED, Verb.LOST, Verb.CAME_BACK)
_BY_CARRIER = {"carrier": "An invented carrier"}


def register() -> None:
    """Declare how each of the letters reads, of a whole order and of a part."""
    for verb in _ABOUT:
        invented.preview(verb, title="The whole order", parcel=_parcel())
        part = _parcel(called="Part of your order", tracking="EX 0000 0000 0")
        invented.preview(verb, title="One parcel", parcel=part, **_BY_CARRIER)
        invented.preview(
            verb, title="Collected", parcel=_parcel(), **invented.collected()
        )
    invented.preview(Verb.ADDRESS_CHANGED)
    left = _parcel(called="Part of your order") | {"heading": "Not sent"}
    invented.preview(Verb.LEFT_OUT, parcel=left)


def _parcel(*, called: str = "", tracking: str = "") -> dict[str, Any]:
    """A parcel as orders.parcels.story tells it; with a name it holds only a part."""
    lines = [
        {"quantity": line.quantity, "title": line.title, "variant": line.variant}
        for line in invented.LINES[:1]
    ]
    return {
        "called": called,
        "heading": "In this parcel",
        "listed": bool(called),
        "rest": bool(called),
        "tracking": tracking,
        "lines": lines,
    }
