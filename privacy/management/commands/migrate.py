"""`migrate`: as Django does it, and the vault by the migrations of its app alone."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Migrate


class Command(Migrate):
    """Bring the tables of one database up to date.

    Django walks through the migrations of every app for each database, also where the
    router lets none of them run. The vault holds the tables of one app; the others'
    would take as long again as the main database did.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        """Take `--database vault` for the vault's app, unless another is named."""
        if options["database"] == "vault" and not options["app_label"]:
            # Django makes tables of apps without migrations only if no app is named.
            options |= {"app_label": "vault", "run_syncdb": False}
        super().handle(*args, **options)
