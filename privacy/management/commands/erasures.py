"""Does erasures again that a restored backup does not know of; `docs/erasure.md`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from privacy.encryption import shredding
from privacy.erasure import replaying
from privacy.erasure.replaying import Missing, NotReplayed
from privacy.management.progress import Progress, counted

NOTHING = "Both databases know the same erasures."


class Command(BaseCommand):
    """manage.py erasures status | replay [--dry-run]"""

    help = "Do erasures again that a restored backup does not know of."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take an action, and --dry-run."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("status", help="say whether any is missing")
        replay = actions.add_parser("replay", help="do again what is missing")
        replay.add_argument("--dry-run", action="store_true", help="only tell")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say in one sentence what is left."""
        missing = replaying.missing()
        if not missing:
            self.stdout.write(NOTHING)
        elif options["action"] == "status" or options["dry_run"]:
            self._tell(missing)
        else:
            self._replay(missing)

    def _tell(self, missing: list[Missing]) -> None:
        rows = sum(map(replaying.rows_of, missing))
        told = counted(len(missing), "erasure")
        self.stdout.write(f"{told} to do again, {counted(rows, 'row')} to clear.")

    def _replay(self, missing: list[Missing]) -> None:
        progress = Progress(self.stdout, len(missing), "erasures")
        for each in missing:
            try:
                replaying.replay(each, at=timezone.now())
            except NotReplayed as error:
                raise CommandError(str(error)) from None
            except KeyboardInterrupt:
                raise CommandError("Stopped. Type the same again to go on.") from None
            progress.add(1)
        progress.end()
        # Keys that went with their rows, and what was written meanwhile.
        shredding.resume(at=timezone.now())
        if left := replaying.missing():
            told = counted(len(left), "erasure")
            raise CommandError(f"{told} came meanwhile. Type the same again.")
        self.stdout.write(
            f"Done again and looked at: {counted(len(missing), 'erasure')}."
        )
