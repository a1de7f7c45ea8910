"""The letters about passwords: what each is called, what it is for, when it goes."""

from __future__ import annotations

from datetime import UTC, datetime

from django.urls import reverse

from privacy import letters
from privacy.letters import previews
from privacy.purposes import Purpose

# They hold links that work for a day at most; nobody needs them for long.
KEPT_DAYS = 7
TEMPLATES = (
    "shop/password-prove",
    "shop/password-known",
    "shop/password-reset",
    "shop/password-none",
    "shop/password-changed",
)


def _invented() -> dict[str, object]:
    """What each of the letters may say, of somebody who does not exist."""
    order = previews.address("/orders/an-invented-order/")
    return {
        "at": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        "until": datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
        "url": previews.address("/accounts/an-invented-link/"),
        "reset_url": previews.address(reverse("shop:reset")),
        "orders": [{"number": "FW-EXAMPLE", "url": order}],
    }


for template in TEMPLATES:
    letters.register(template, purpose=Purpose.OFFICIAL_NOTICE, keep_days=KEPT_DAYS)
    letters.preview(template, _invented)
