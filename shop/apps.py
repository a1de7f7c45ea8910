"""The site as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ShopConfig(AppConfig):
    """The site: one Django app, its models in sub-packages by activity."""

    name = "shop"

    def ready(self) -> None:
        """Listen for cancelled orders and sign-ins, register letters and probes."""
        import_module("shop.catalogue.restocking")
        import_module("shop.accounts.letters")
        import_module("shop.accounts.fresh")
        import_module("shop.promises")
