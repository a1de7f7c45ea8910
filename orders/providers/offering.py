"""Stripe's page is offered where the settings have its keys; without, nothing is there.

A shop that is set up by halves does not start: E020 says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import register as register_check

from orders import payments, terms
from orders.providers import calling, stripe
from orders.providers.stripe import Stripe

_TEST_KEYS = ("sk_test_", "rk_test_")
_LIVE_KEYS = ("sk_live_", "rk_live_")


def stripe_page() -> Stripe | None:
    """Stripe as a way to pay, None where the shop has not set it up."""
    is_there = settings.STRIPE_KEY and settings.STRIPE_WEBHOOK_SECRETS
    return Stripe() if is_there and stripe.KEY in settings.RECIPIENTS else None


def register() -> None:
    """Offer what the settings name, and have it checked before the shop starts."""
    payments.offer(stripe_page)
    register_check(is_whole, "orders")


def is_whole(**kwargs: Any) -> list[CheckMessage]:
    """Return an error for each thing that Stripe's page lacks."""
    return [Error(fault, id="orders.E020") for fault in _faults()]


def _faults() -> Iterator[str]:
    if not (settings.STRIPE_KEY or settings.STRIPE_WEBHOOK_SECRETS):
        return
    if not settings.STRIPE_KEY.startswith((*_TEST_KEYS, *_LIVE_KEYS)):
        yield "STRIPE_KEY has to be a secret or restricted key of Stripe."
    if not settings.DEMO and settings.STRIPE_KEY.startswith(_TEST_KEYS):
        yield "STRIPE_KEY is a test key: orders would be paid with play money."
    secrets = settings.STRIPE_WEBHOOK_SECRETS
    if not secrets or not all(each.startswith("whsec_") for each in secrets):
        yield "STRIPE_WEBHOOK_SECRETS has to name what Stripe signs its notices with."
    if not calling.is_safe(settings.STRIPE_API):
        yield "STRIPE_API has to be an https address."
    if not stripe.counts_like_us(terms.currency()):
        yield f"Stripe counts {terms.currency()} in other units than this shop."
