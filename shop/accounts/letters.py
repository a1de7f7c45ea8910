"""The letters about passwords: what each is called, what it is for, when it goes."""

from __future__ import annotations

from privacy import letters
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

for template in TEMPLATES:
    letters.register(template, purpose=Purpose.OFFICIAL_NOTICE, keep_days=KEPT_DAYS)
