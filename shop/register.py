"""Who may ever receive a value: what, what for and on what basis. docs/disclosure.md.

Nothing leaves for anyone who is not on this list.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import environ

from privacy.purposes import Purpose
from privacy.recipients import PORTS

Entry = dict[str, Any]


def recipients(env: environ.Env, *, relay: tuple[str, int]) -> dict[str, Entry]:
    """Return the register; `relay` is the mail server that letters go through."""
    found = {"carrier": _carrier(env)}
    if env.str("STRIPE_KEY", default=""):
        found["stripe"] = _stripe(env)
    if env.str("MAIL_RELAY_NAME", default=""):
        found["mail"] = _mail(env, relay)
    return found


def _carrier(env: environ.Env) -> Entry:
    return {
        "name": env.str("CARRIER_NAME", default="Northbound Parcels"),
        "address": env.str("CARRIER_ADDRESS", default="2 Depot Lane, Leith"),
        "contact": env.str("CARRIER_CONTACT", default="data@northbound.example.net"),
        "fields": ("contact_name", "delivery_address"),
        "purpose": "delivery",
        "what_for": "to bring your parcel to your door",
        "basis": "consent",
        # Its page for one parcel, which a customer may open; nothing of ours asks it.
        "tracking_url": env.str(
            "CARRIER_TRACKING_URL",
            default="https://northbound.example.net/follow/{number}",
        ),
        # Where the carrier hears of corrections and erasures, and the public key that
        # signs what it answers. Without an address a member of staff tells them.
        "notices_url": env.str("CARRIER_NOTICES_URL", default=""),
        "notices_key": env.str("CARRIER_NOTICES_KEY", default=""),
    }


def _stripe(env: environ.Env) -> Entry:
    """Stripe's page: it hears of an order whose customer wants to pay there."""
    there = urlsplit(env.str("STRIPE_API", default="https://api.stripe.com"))
    return {
        "name": env.str("STRIPE_NAME", default="Stripe"),
        "address": env.str("STRIPE_ADDRESS", default=""),
        "contact": env.str("STRIPE_CONTACT", default="https://stripe.com/privacy"),
        "fields": ("number", "amount"),
        "purposes": ("order_confirmation", "after_sales"),
        "what_for": "to take your payment by card, and to send money back to it",
        "basis": "consent",
        "hosts": ((there.hostname or "", there.port or PORTS.get(there.scheme, 0)),),
    }


def _mail(env: environ.Env, relay: tuple[str, int]) -> Entry:
    """Whoever runs a mail server outside: it works for the shop, under a contract."""
    return {
        "name": env.str("MAIL_RELAY_NAME"),
        "fields": ("email", "content"),
        "purposes": tuple(Purpose),
        "what_for": "to bring you our letters",
        "basis": "processor",
        "contract": {
            "reference": env.str("MAIL_RELAY_CONTRACT", default=""),
            "date": env.str("MAIL_RELAY_CONTRACT_DATE", default=""),
            "keeps_days": env.int("MAIL_RELAY_KEEPS_DAYS", default=30),
        },
        "hosts": (relay,),
    }
