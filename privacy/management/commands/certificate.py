"""Verifies the certificate in a file, or prints the one of a case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from privacy.cases.case import Case
from privacy.certificates import certificate, keys, verifying
from privacy.certificates.verifying import NotGenuine


class Command(BaseCommand):
    """manage.py certificate verify FILE | show REFERENCE"""

    help = "Verify the certificate in a file, or print the one of a case."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take an action and what it is done to."""
        actions = parser.add_subparsers(dest="action", required=True)
        verify = actions.add_parser("verify", help="verify the certificate in a file")
        verify.add_argument("file", type=Path, help="the file as the customer has it")
        show = actions.add_parser("show", help="print the certificate of a case")
        show.add_argument("reference", help="the reference of the case")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say in one sentence why not."""
        if options["action"] == "verify":
            self.stdout.write(_verified(options["file"]))
        else:
            self.stdout.write(_shown(options["reference"]), ending="")


def _verified(path: Path) -> str:
    try:
        found = verifying.verify(path.read_bytes(), keys.public())
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}.") from None
    except NotGenuine as error:
        raise CommandError(str(error)) from None
    return f"Genuine: {found['shop']} issued it for {found['reference']}."


def _shown(reference: str) -> str:
    case = Case.objects.filter(reference=reference).only("certificate").first()
    if case is None:
        raise CommandError("There is no case of that reference.")
    if case.certificate is None:
        raise CommandError("This case has no certificate yet.")
    return certificate.as_file(case.certificate).decode()
