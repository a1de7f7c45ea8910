"""Says how each promise of the policy stands, and measures it anew with --check."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from privacy.promises import checking
from privacy.promises.checking import Standing


class Command(BaseCommand):
    """manage.py promises [--check] [--json]"""

    help = "Show how each promise of the policy stands; 1 when one is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --check and --json."""
        parser.add_argument("--check", action="store_true", help="measure now")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the standing; exit with 1 when a promise is broken."""
        act = checking.check if options["check"] else checking.standing
        found = act(at=timezone.now())
        self.stdout.write(_as_json(found) if options["json"] else _as_text(found))
        if checking.broken(found):
            sys.exit(1)


def _as_text(found: Sequence[Standing]) -> str:
    lines = []
    for each in found:
        lines.append(
            f"{each.promise.key}  {each.verdict.value.upper():12}"
            f"{each.promise.sentence}"
        )
        for evidence in each.evidence:
            when = f"{evidence.at:%Y-%m-%d %H:%M}" if evidence.at else "never"
            lines.append(
                f"      {evidence.verdict.value:12}{evidence.name}, {when}: "
                f"{evidence.words}"
            )
    return "\n".join(lines)


def _as_json(found: Sequence[Standing]) -> str:
    told = [
        {
            "promise": each.promise.key,
            "sentence": each.promise.sentence,
            "verdict": each.verdict.value,
            "evidence": [
                {
                    "probe": evidence.name,
                    "verdict": evidence.verdict.value,
                    "words": evidence.words,
                    "at": evidence.at.isoformat() if evidence.at else None,
                }
                for evidence in each.evidence
            ],
        }
        for each in found
    ]
    return json.dumps(told, indent=2, ensure_ascii=False)
