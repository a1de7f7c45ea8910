"""The first floor as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders: placed, paid, packed, handed over, delivered or cancelled."""

    name = "orders"

    def ready(self) -> None:
        """Register the letters."""
        import_module("orders.letters")
