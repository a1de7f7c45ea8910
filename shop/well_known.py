"""What programs look for at fixed addresses: keys, contact, GPC, crawlers' rules."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from privacy.certificates import keys

AN_HOUR = 60 * 60
GPC_SINCE = "2026-11-22"
"""The day on which the statement was first made; a later meaning of the signal is
not covered by it (Global Privacy Control, W3C draft, "GPC Support Resource")."""
CONTACT_HOLDS = timedelta(days=30)
"""The address is read from the settings of a shop that runs, so it is fresh each day;
RFC 9116 recommends less than a year."""
PERSONAL = (
    "/accounts/",
    "/basket/",
    "/cases/",
    "/checkout/",
    "/choices/",
    "/orders/",
    "/search/",
    "/staff/",
    "/your-data/",
)
"""Addresses below which pages are for one person, or are made of typed words."""


@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def signing_keys(request: HttpRequest) -> JsonResponse:
    """Give the public keys of certificates, also of those that sign no more."""
    return JsonResponse(keys.published())


@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def gpc(request: HttpRequest) -> JsonResponse:
    """State that the Global Privacy Control signal is honoured."""
    return JsonResponse({"gpc": True, "lastUpdate": GPC_SINCE})


@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell about a weakness (RFC 9116)."""
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {_contact_holds_until(timezone.now())}",
        "Preferred-Languages: en",
    ]
    # RFC 9116, section 2.5.2: addresses begin with https. The demo has none.
    if settings.SHOP_ORIGIN.startswith("https://"):
        lines.append(f"Canonical: {settings.SHOP_ORIGIN}/.well-known/security.txt")
    return HttpResponse(
        "".join(f"{line}\r\n" for line in lines),
        content_type="text/plain; charset=utf-8",
    )


@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers which pages are for one person only (RFC 9309)."""
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in PERSONAL)]
    return HttpResponse(
        "\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"
    )


def _contact_holds_until(now: datetime) -> str:
    day = now.astimezone(UTC).date() + CONTACT_HOLDS
    return datetime.combine(day, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
