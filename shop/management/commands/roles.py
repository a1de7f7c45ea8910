"""Prints who of the staff may do what: docs/roles.md."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from shop.rights import printing


class Command(BaseCommand):
    """manage.py roles"""

    help = "Print which role may do what, as Markdown."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(printing.printed(), ending="")
