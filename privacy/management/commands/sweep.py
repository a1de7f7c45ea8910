"""Clears and deletes what is due, or says what is due, late, held and done."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from privacy.retention import forecast, sweeping, words
from privacy.retention.report import SweepReport


class Command(BaseCommand):
    """manage.py sweep [--dry-run | --report] [--json]"""

    help = "Clear and delete what is past its date."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, and the days that a warning and a delay mean."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--dry-run", action="store_true", help="only count")
        what.add_argument("--report", action="store_true", help="say what is due")
        parser.add_argument("--json", action="store_true", help="for machines")
        parser.add_argument(
            "--within", type=int, default=forecast.WITHIN, help="days of warning"
        )
        parser.add_argument(
            "--grace", type=int, default=forecast.GRACE, help="days until it is late"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do as told, and print numbers beside the words for them."""
        if options["report"]:
            self._tell(options)
        else:
            dry = options["dry_run"]
            counts = sweeping.sweep(at=timezone.now(), dry=dry, clock=timezone.now)
            self._print(counts, options["json"])

    def _print(self, counts: dict[str, int], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(counts, indent=1, sort_keys=True))
            return
        for label, number in sorted(counts.items()):
            self.stdout.write(f"{number}\t{label}")

    def _tell(self, options: dict[str, Any]) -> None:
        asked = {name: options[name] for name in ("within", "grace")}
        at = timezone.now()
        if options["json"]:
            told = forecast.as_json(at=at, **asked)
            self.stdout.write(json.dumps(told, indent=1))
            return
        self.stdout.write("soon\tdue\tlate\theld\twhat")
        for each in forecast.entries(at=at, **asked):
            numbers = f"{each.soon}\t{each.due}\t{each.late}\t{each.held}"
            self.stdout.write(f"{numbers}\t{each.title}: {each.what}")
        for report in forecast.done():
            self.stdout.write(_line(report))


def _line(report: SweepReport) -> str:
    went = [f"{number} {words.label(of)}" for of, number in report.counts.items()]
    ended = "" if report.finished_at else " broken off;"
    failed = f" not done: {', '.join(report.failed)};" if report.failed else ""
    told = "; ".join(went) or "nothing was due"
    return f"sweep of {report.started_at:%Y-%m-%d %H:%M}:{ended}{failed} {told}"
