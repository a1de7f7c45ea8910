"""The first floor as a Django app."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders: placed, paid, packed, handed over, delivered or cancelled."""

    name = "orders"

    def ready(self) -> None:
        """Register the letters, and what orders do for the ground floor's cases."""
        import_module("orders.letters")
        import_module("orders.taxes")
        for name in (
            "holdings",
            "proving",
            "correcting",
            "erasing",
            "keeping",
            "quoted",
            "taking_out",
            "providers.offering",
            "providers.section",
            "changes.section",
            "parcels.showing",
            "parcels.holdings",
            "parcels.erasing",
            "returns.section",
            "refunds.section",
            "refunds.saying",
            "refunds.holding",
            "invoices.issuing",
            "invoices.section",
            "invoices.showing",
            "invented",
            "parcels.previews",
            "returns.previews",
            "conversation.showing",
            "conversation.blocking",
        ):
            part: Any = import_module(f"orders.{name}")
            part.register()
