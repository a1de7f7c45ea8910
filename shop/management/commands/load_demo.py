"""`manage.py load_demo`: fills an empty shop with the demo stationer's catalogue."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from shop.demo import loading


class Command(BaseCommand):
    """Adds what is missing of the demo catalogue and leaves the rest alone."""

    help = "Add the demo departments and products that are missing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--products`, for measurements."""
        parser.add_argument(
            "--products",
            type=int,
            default=0,
            metavar="N",
            help="also have N plain products, for measurements",
        )

    def handle(self, *args: Any, products: int, **options: Any) -> None:
        """Load and say how many products were added."""
        added = loading.load(at=timezone.now())
        if products > 0:
            added += loading.load_plain(products, at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{added} products added.")
