"""Clears the values whose date has come, or says how many there are."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from privacy import retention


class Command(BaseCommand):
    """manage.py sweep [--dry-run]"""

    help = "Clear the values whose date of deletion has come."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --dry-run."""
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many values of each column go, or went."""
        at = timezone.now()
        act = retention.overdue if options["dry_run"] else retention.sweep
        for label, number in sorted(act(at=at).items()):
            self.stdout.write(f"{number}\t{label}")
