"""What every answer says to browsers, and the page of what was turned away."""

from __future__ import annotations

import functools

from csp.constants import HEADER as POLICY
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

from shop.firewall.heads import METHODS
from shop.firewall.rules import METHOD, Rule

# Passkeys are for our own pages; nothing of ours asks for any of the others.
_UNUSED = (
    *("accelerometer", "autoplay", "browsing-topics", "camera"),
    *("display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope"),
    *("hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi"),
    *("payment", "picture-in-picture", "screen-wake-lock", "serial", "usb"),
    *("storage-access", "xr-spatial-tracking"),
)
_OURS = ("publickey-credentials-create", "publickey-credentials-get")
ALWAYS = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        [f"{name}=()" for name in _UNUSED] + [f"{name}=(self)" for name in _OURS]
    ),
}
"""Added to every answer; Django and django-csp add theirs."""


def turned_away(rule: Rule) -> HttpResponse:
    """Return the page that says so, with the headers that it would else go without."""
    answer = HttpResponse(_page(rule), status=rule.status, headers=_headers())
    if rule is METHOD:
        answer.headers["Allow"] = ", ".join(sorted(METHODS))
    if rule.status == 429:
        answer.headers["Retry-After"] = "60"
    # Counted, and so without a line in the log, which would repeat what was sent.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


@functools.cache
def _page(rule: Rule) -> bytes:
    """Written once: whoever floods us must not make us write it again."""
    name = settings.SHOP_NAME
    return render_to_string(
        "shop/turned_away.html", {"rule": rule, "name": name}
    ).encode()


def _headers() -> dict[str, str]:
    """Return what the rest of the middleware says on other answers."""
    said = {
        **ALWAYS,
        POLICY: str(build_policy()),
        "Cache-Control": "no-store",
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }
    if settings.SECURE_HSTS_SECONDS:
        said["Strict-Transport-Security"] = (
            f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
        )
    return said
