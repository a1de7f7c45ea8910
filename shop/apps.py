"""The site as a Django app."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ShopConfig(AppConfig):
    """The site: one Django app, its models in sub-packages by activity."""

    name = "shop"

    def ready(self) -> None:
        """Listen for cancelled orders and sign-ins, register letters and probes.

        The first version of the policy is published, and the roles are given their
        rights, once their tables are there.
        """
        import_module("shop.catalogue.restocking")
        import_module("shop.accounts.letters")
        import_module("shop.accounts.fresh")
        import_module("shop.promises")
        import_module("shop.policy.checks")
        import_module("shop.lines")
        publishing: Any = import_module("shop.policy.publishing")
        post_migrate.connect(
            publishing.after_migrating, sender=self, dispatch_uid="first policy"
        )
        # The last of our apps: by then every right is there.
        roles: Any = import_module("shop.roles")
        post_migrate.connect(
            roles.after_migrating, sender=self, dispatch_uid="rights of each role"
        )
