"""Takes the second factors of somebody away whom no administrator can help."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from privacy import people
from privacy.second_factors import changing


class Command(BaseCommand):
    """manage.py reset_factors --email ADDRESS"""

    help = (
        "Take all second factors of a staff login away: the next sign-in sets up a new"
        " one. It is recorded, and the person is told by letter."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address."""
        parser.add_argument("--email", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Take them away, or say that nobody of the staff has the address."""
        person = people.find(email=options["email"])
        if person is None or not person.is_staff:
            raise CommandError("Nobody of the staff has that address.")
        changing.reset(person, by=None, at=timezone.now())
        self.stdout.write("Their next sign-in sets up a new second factor.")
