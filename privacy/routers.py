"""Which table lives in which database: the vault's in the vault, all others not."""

from __future__ import annotations

from typing import Any

from django.db.models import Model


class VaultRouter:
    """Send the vault's models to the vault and keep everything else out of it."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """Return the database that holds the table of `model`."""
        return "vault" if model._meta.app_label == "vault" else "default"

    db_for_write = db_for_read

    def allow_relation(self, obj1: Model, obj2: Model, **hints: Any) -> bool:
        """Refuse relations across the two databases."""
        # By _meta and not by type: request.user is a lazy stand-in for a person.
        return self.db_for_read(obj1._meta.model) == self.db_for_read(obj2._meta.model)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Let the vault's migrations run in the vault only, all others elsewhere."""
        return (db == "vault") == (app_label == "vault")
