"""The ground floor as a Django app: it will not start without its keys."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

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
