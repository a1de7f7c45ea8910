"""Makes a staff login with a random password that is shown once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from privacy import people
from privacy.people import Person

SET_UP = (
    "This is a superuser, for setting the shop up: every staff page warns of it. Make a"
    " login with --role administrator, give the roles with it, and end this one there."
)


class Command(BaseCommand):
    """manage.py create_staff --email ADDRESS [--role NAME]...

    Without a role it is a superuser. The trail is told by the person and the groups.
    """

    help = "Make a staff login with a random password, and print the password once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address, a name, and the roles."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", default="Staff")
        parser.add_argument(
            "--role",
            action="append",
            default=[],
            metavar="NAME",
            help="such as packing; more than once for more roles; none: a superuser",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the login and print its password, or say what is wrong."""
        roles = _roles(options["role"])
        if people.find(email=options["email"]):
            raise CommandError("Somebody has that address already.")
        password = "-".join(secrets.token_hex(3) for _ in range(4))
        with transaction.atomic():
            made = Person.objects.create_user(
                options["email"],
                password,
                name=options["name"],
                is_staff=True,
                is_superuser=not roles,
            )
            made.groups.add(*roles)
        self.stdout.write(password)
        if not roles:
            self.stderr.write(SET_UP)


def _roles(names: Sequence[str]) -> list[Group]:
    known = {group.name: group for group in Group.objects.order_by("name")}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise CommandError(
            f"There is no role {unknown[0]!r}. These are: {', '.join(known)}."
        )
    return [known[name] for name in names]
