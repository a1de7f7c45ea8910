"""The vault as a Django app of its own, so that it migrates into its own database."""

from __future__ import annotations

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """The second database: keys and the erasure ledger."""

    name = "privacy.vault"
    label = "vault"
    verbose_name = "vault"
