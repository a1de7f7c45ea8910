"""Prints the map of personal data, for people and for programs."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from privacy.data_map import columns, dpv, fides, markdown


class Command(BaseCommand):
    """manage.py data_map [--format markdown|fides|dpv] [--without APP]"""

    help = "Print which personal values the program can hold, read from the models."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --format and --without."""
        parser.add_argument(
            "--format", choices=("markdown", "fides", "dpv"), default="markdown"
        )
        parser.add_argument(
            "--without",
            action="append",
            default=[],
            metavar="APP",
            help="leave out the models of this app",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the map."""
        models = columns.models(without=frozenset(options["without"]))
        if options["format"] == "markdown":
            self.stdout.write(markdown.printed(models), ending="")
        else:
            told = {"fides": fides.datasets, "dpv": dpv.record}[options["format"]]
            self.stdout.write(json.dumps(told(models), indent=2, ensure_ascii=False))
