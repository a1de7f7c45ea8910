"""Makes a staff login with a random password that is shown once."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from privacy import people
from privacy.people import Person
from privacy.trail import recording
from privacy.trail.entry import Kind


class Command(BaseCommand):
    """manage.py create_staff --email ADDRESS"""

    help = "Make a staff login with a random password, and print the password once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", default="Staff")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the login and print its password, or say that the address is taken."""
        if people.find(email=options["email"]):
            raise CommandError("Somebody has that address already.")
        password = "-".join(secrets.token_hex(3) for _ in range(4))
        with transaction.atomic():
            made = Person.objects.create_superuser(
                options["email"], password, name=options["name"]
            )
            recording.record(
                kind=Kind.RIGHTS,
                what="staff_made",
                about=made,
                fields=["privacy.Person.is_staff", "privacy.Person.is_superuser"],
                at=timezone.now(),
            )
        self.stdout.write(password)
