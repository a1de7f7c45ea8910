#!/usr/bin/env python
"""Runs Django's commands with the shop's settings."""

from __future__ import annotations

import os
import sys

from privacy import guarding, starting


def main() -> None:
    """Hand the command line to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    from django.core.management import execute_from_command_line

    with starting.in_plain_words():
        # Commands may start programs, such as an editor or a database's own shell.
        guarding.stand(programs=False)
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
