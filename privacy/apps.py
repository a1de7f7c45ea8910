"""The ground floor as a Django app: it will not start without its keys."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.db.models.signals import post_migrate

from privacy import adopted
from privacy.encryption import keyset


class PrivacyConfig(AppConfig):
    """Encryption, purposes, declarations, consent, disclosure, letters."""

    name = "privacy"

    def ready(self) -> None:
        """Read the keys, declare Django's own models, register the checks."""
        try:
            keyset.current()
        except keyset.KeysetError as error:
            raise ImproperlyConfigured(str(error)) from None
        adopted.adopt_all()
        import_module("privacy.checks")
        import_module("privacy.retention.checking")
        import_module("privacy.cases.letters")
        import_module("privacy.cases.reminding")
        import_module("privacy.cases.unproved")
        import_module("privacy.receipts")
        for part in ("values", "others", "requests", "keeping"):
            import_module(f"privacy.promises.probes.{part}")
        refusals: Any = import_module("privacy.disclosure.refusals")
        refusals.connect()
        import_module("privacy.trail.watching")
        import_module("privacy.second_factors.failing")
        import_module("privacy.second_factors.notices")
        exports: Any = import_module("privacy.exports.ending")
        exports.register()
        holding: Any = import_module("privacy.retention.holding")
        holding.register()
        # Both need the models, which are there only now.
        canary: Any = import_module("privacy.encryption.canary")
        post_migrate.connect(canary.after_migrating, dispatch_uid="prove the keys")
