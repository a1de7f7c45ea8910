"""`manage.py policy`: what is published, what the program says, how they differ."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shop.policy import (
    comparing,
    history,
    in_force,
    publishing,
    standing,
    text,
    writing,
)
from shop.policy.comparing import Kind, SectionChange
from shop.policy.text import NotAText, Section, Text
from shop.policy.version import PolicyVersion

MARKS = {Kind.ADDED: "+", Kind.REMOVED: "-", Kind.SAME: " ", Kind.CHANGED: " "}


class Command(BaseCommand):
    """manage.py policy status|show|diff|publish"""

    help = "Show the versions of the privacy policy, compare them, publish a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one of four words, and what each needs."""
        does = parser.add_subparsers(dest="does", required=True)
        does.add_parser("status", help="1 unless the program does what is in force")
        show = does.add_parser("show", help="print a version; the one in force if none")
        show.add_argument("number", nargs="?", type=int)
        show.add_argument("--program", action="store_true", help="as the program is")
        show.add_argument("--json", action="store_true", help="for --text, and to hash")
        diff = does.add_parser("diff", help="compare; with the program if one is named")
        diff.add_argument("old", nargs="?", type=int)
        diff.add_argument("new", nargs="?", type=int)
        publish = does.add_parser("publish", help="publish what the program says")
        publish.add_argument("--summary", required=True, help="what changed, one line")
        publish.add_argument("--in-force", type=_day, metavar="YYYY-MM-DD")
        publish.add_argument(
            "--takes-nothing",
            action="store_true",
            help="it takes nothing from anybody, so it is in force at once",
        )
        publish.add_argument(
            "--text", type=Path, help="publish this, made by show --program --json"
        )

    def handle(self, *args: Any, does: str, **options: Any) -> None:
        """Do it."""
        {
            "status": self.status,
            "show": self.show,
            "diff": self.diff,
            "publish": self.publish,
        }[does](at=timezone.now(), **options)

    def status(self, *, at: datetime, **options: Any) -> None:
        """Say what is in force; leave with 1 unless the program does just that."""
        for entry in history.entries(at=at):
            mark = "*" if entry.is_in_force else " "
            self.stdout.write(f"{mark} {entry.version.number}  {entry.words}")
        found, left = standing.standing(at=at), standing.not_told(at=at)
        self.stdout.write(found.words)
        if left:
            self.stdout.write(f"Still to be told of what is in force: {left}.")
        if not found.is_in_step:
            sys.exit(1)

    def show(self, *, at: datetime, **options: Any) -> None:
        """Print a text."""
        said = (
            writing.written() if options["program"] else _text(options["number"], at=at)
        )
        if options["json"]:
            self.stdout.write(text.written_down(said).decode(), ending="")
        else:
            self.stdout.write("\n".join(_lines(said)))

    def diff(self, *, at: datetime, **options: Any) -> None:
        """Print what is different."""
        old = _text(options["old"], at=at)
        new = _text(options["new"], at=at) if options["new"] else writing.written()
        found = comparing.difference(old, new)
        lines = [line for each in found.sections for line in _changed(each)]
        if found.only_sequence:
            lines.append("No sentence changed. Some stand in another place.")
        self.stdout.write("\n".join(lines or ["Nothing is different."]))

    def publish(self, *, at: datetime, **options: Any) -> None:
        """Publish a text."""
        try:
            path = options["text"]
            version = publishing.publish(
                text=_read(path) if path else writing.written(),
                summary=options["summary"],
                takes_something=not options["takes_nothing"],
                on=options["in_force"],
                at=at,
            )
        except publishing.CannotPublish as no:
            raise CommandError(str(no)) from None
        self.stdout.write(
            f"Version {version.number} is published, in force from "
            f"{timezone.localtime(version.in_force_from):%Y-%m-%d %H:%M}. "
            f"Letters to people with accounts: {version.notices.count()}."
        )
        # In the minute that follows nothing is in step yet, and it need not be said.
        found = standing.standing(at=at + in_force.SOONEST)
        if not found.is_in_step:
            self.stdout.write(found.words)


def _text(number: int | None, *, at: datetime) -> Text:
    versions = PolicyVersion.objects.all()
    found = (
        versions.in_force(at=at)
        if number is None
        else versions.filter(number=number).first()
    )
    if found is None:
        raise CommandError("There is no such version: manage.py policy status.")
    return found.text


def _read(path: Path) -> Text:
    try:
        return text.from_json(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        reason = str(error) if isinstance(error, NotAText) else type(error).__name__
        raise CommandError(f"{path} can't be read: {reason}") from None


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise ArgumentTypeError("write the day as 2026-12-22") from None


def _lines(said: Text) -> Iterator[str]:
    for section in said:
        yield f"\n{'  ' if section.under else ''}{section.title.upper()}"
        yield from section.says
        yield from _rows(section)


def _rows(section: Section) -> Iterator[str]:
    for row in section.table:
        (_, name), *others = row
        yield f"- {' '.join(name)}"
        yield from (f"    {column}: {' '.join(cell)}" for column, cell in others)


def _changed(section: SectionChange) -> Iterator[str]:
    yield f"{section.title} ({section.kind.value})"
    yield from (f"  {MARKS[line.kind]} {line.words}" for line in section.lines)
    for row in section.rows:
        yield f"  {row.name} ({row.kind.value})"
        for place in row.places:
            heading = f"{place.column}: " if place.column else ""
            for line in place.lines:
                yield f"    {MARKS[line.kind]} {heading}{line.words}"
