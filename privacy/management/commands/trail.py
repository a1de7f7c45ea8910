"""Verifies the trail, signs its heads, and prints proofs; `docs/trail.md`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from privacy.certificates.canonical import canonical
from privacy.encryption.keyset import KeysetError
from privacy.management.progress import counted
from privacy.trail import heads, proving, verifying
from privacy.trail.proving import NoProof
from privacy.trail.verifying import MOST_FLAWS, NotWhole

NO_HEAD = "No tree head was signed yet: type 'manage.py trail sign'."


class Command(BaseCommand):
    """manage.py trail verify | sign | head | entries | prove | consistency"""

    help = "Verify the trail, sign a tree head over it, or print a proof."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take an action, and what belongs to it."""
        actions = parser.add_subparsers(dest="action", required=True)
        verify = actions.add_parser("verify", help="read all of it; 1 if it is broken")
        verify.add_argument(
            "--heads", type=Path, metavar="FILE", help="heads that were kept elsewhere"
        )
        actions.add_parser("sign", help="sign a tree head over all entries now")
        actions.add_parser("head", help="print the newest head, to keep it elsewhere")
        actions.add_parser("entries", help="print heads and entries, for the verifier")
        prove = actions.add_parser("prove", help="print the proof of one entry")
        prove.add_argument("position", type=int, help="the entry's, from 0")
        grown = actions.add_parser("consistency", help="prove that one head grew")
        grown.add_argument("first", type=int, help="the number of the older head")
        grown.add_argument("second", type=int, help="the number of the newer head")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say in one sentence why not."""
        does: dict[str, Callable[[], None]] = {
            "verify": lambda: self._verify(options["heads"]),
            "sign": self._sign,
            "head": self._head,
            "entries": self._entries,
            "prove": lambda: self._print(proving.inclusion(options["position"])),
            "consistency": lambda: self._print(
                proving.consistency(options["first"], options["second"])
            ),
        }
        try:
            does[options["action"]]()
        except (KeysetError, NoProof, NotWhole) as error:
            raise CommandError(str(error)) from None

    def _verify(self, path: Path | None) -> None:
        report = verifying.verify(saved=_kept(path) if path else ())
        for flaw in report.flaws:
            self.stdout.write(flaw.words)
        if not report.is_whole:
            many = len(report.flaws) == MOST_FLAWS
            told = (
                f"{MOST_FLAWS} flaws or more"
                if many
                else counted(len(report.flaws), "flaw")
            )
            raise CommandError(f"The trail is not as it was written: {told}.")
        self.stdout.write(
            f"Whole: entries {report.entries:,}, tree heads {report.heads:,}."
        )

    def _sign(self) -> None:
        head = verifying.sign_head(at=timezone.now())
        self.stdout.write(f"Signed head {head.number}: entries {head.size:,}.")

    def _head(self) -> None:
        head = heads.newest()
        if head is None:
            raise NoProof(NO_HEAD)
        self._print(head.as_json())

    def _entries(self) -> None:
        for line in proving.lines():
            self._print(line)

    def _print(self, document: dict[str, Any]) -> None:
        self.stdout.write(canonical(document).decode())


def _kept(path: Path) -> list[dict[str, Any]]:
    """Return the heads in a file, one a line as `trail head` prints them."""
    try:
        found = [json.loads(line) for line in path.read_text().splitlines() if line]
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}.") from None
    except ValueError:
        found = [None]
    if not all(isinstance(each, dict) for each in found):
        raise CommandError(f"{path} holds something else than tree heads.")
    return found
