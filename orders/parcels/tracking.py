"""The carrier's number for a parcel, and its page on which the parcel can be followed.

Nothing is asked of the carrier: the customer follows a link, or doesn't.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from orders.addresses import tidied

LONGEST = 40
NUMBER = "{number}"
_MARKS = frozenset("-/. ")


class NotANumber(ValueError):
    """What was typed is no tracking number; the text says what to do."""


def read(typed: str) -> str:
    """Return a tracking number as it is kept: capitals, no spaces; "" for none.

    Raises NotANumber. UPU standard S10 has thirteen signs; carriers have their own.
    """
    number = tidied(typed).upper()
    bare = "".join(sign for sign in number if sign not in _MARKS)
    if number and not (bare.isascii() and bare.isalnum() and len(number) <= LONGEST):
        raise NotANumber(
            "Enter the tracking number from the carrier’s receipt: letters and digits, "
            f"{LONGEST} at most. Or leave it empty."
        )
    return number.replace(" ", "")


def page(number: str) -> str:
    """Return the address at the carrier for a number, or "" where none is known."""
    template = _template()
    return template.replace(NUMBER, quote(number, safe="")) if number else ""


@register("orders")
def leads_to_a_page(**kwargs: Any) -> list[CheckMessage]:
    """Return an error where the address of that page is not one."""
    template = _template()
    if not template or (template.startswith("https://") and NUMBER in template):
        return []
    return [
        Error(
            "CARRIER_TRACKING_URL begins with https:// and has {number} where the"
            " tracking number goes.",
            id="orders.E002",
        )
    ]


def _template() -> str:
    entry: dict[str, Any] = settings.RECIPIENTS.get("carrier", {})
    return str(entry.get("tracking_url", ""))
