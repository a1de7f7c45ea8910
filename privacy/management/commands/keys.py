"""Adds, replaces and retires keys while the shop is open; `docs/encryption.md`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from privacy.encryption import canary, keyset
from privacy.encryption.keyset import KeysetError
from privacy.management import (
    index_rotation,
    key_changes,
    key_report,
    key_rotation,
    signing_rotation,
)
from privacy.trail import recording
from privacy.trail.entry import Kind

Action = Callable[..., Iterable[str]]

ACTIONS: dict[str, tuple[Action, str]] = {
    "add": (key_changes.add, "make a new key-encryption key"),
    "list": (key_report.listed, "show the keys and what lies under them"),
    "promote": (key_changes.promote, "let a key wrap everything from now on"),
    "retire": (key_changes.retire, "remove a key that nothing lies under"),
    "rotate-people": (key_rotation.rotate_people, "wrap all data keys anew"),
    "rotate-index": (index_rotation.rotate_index, "replace the index root key"),
    "rotate-signing": (signing_rotation.rotate_signing, "let a new key sign"),
    "status": (key_report.status, "say what is under way and what is missing"),
}
WITH_KEY = ("promote", "retire")
ROTATIONS = ("rotate-people", "rotate-index")


class Command(BaseCommand):
    """manage.py keys add | list | promote | retire | rotate-… | status"""

    help = "Add, replace and retire keys while the shop is open."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take an action, and what belongs to it."""
        actions = parser.add_subparsers(dest="action", required=True)
        for name, (_, words) in ACTIONS.items():
            action = actions.add_parser(name, help=words, description=words)
            if name in WITH_KEY:
                action.add_argument("key", help="its id, as `keys list` shows it")
            if name not in {"list", "status"}:
                action.add_argument("--dry-run", action="store_true", help="only tell")
            if name in ROTATIONS:
                action.add_argument(
                    "--wait", action="store_true", help="stay until all is done"
                )
            if name == "rotate-people":
                action.add_argument(
                    "--data", action="store_true", help="new data keys for all as well"
                )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say in one sentence why not."""
        known = ("key", "dry_run", "data", "wait")
        given = {name: options[name] for name in known if name in options}
        action, _ = ACTIONS[options["action"]]
        changes = options.get("dry_run") is False
        try:
            recorded = changes and _record(options["action"])
            for line in action(out=self.stdout, **given):
                self.stdout.write(line)
            if changes and not recorded:
                # The first key that signs is there only now.
                _record(options["action"])
        except KeysetError as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. Type the same again to go on.") from None


def _record(action: str) -> bool:
    """Record what is about to be done; return whether there is a key to sign it."""
    canary.prove()
    if action == "rotate-signing" and keyset.current().signing is None:
        return False
    recording.record(kind=Kind.KEYS, what=action, at=timezone.now())
    return True
