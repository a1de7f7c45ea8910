"""Fills a database with products: `python -m bench.stocking 1000`.

Run with the shop's settings. It brings the tables up to date first, and adds only the
products that are missing, so the same database can be filled further later.
"""

from __future__ import annotations

import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

PLENTY = 1_000_000


def prepare(number: int) -> None:
    """Migrate both databases, collect the static files once, and stock the shop.

    `number` is how many products stand there beside the few of the demo.
    """
    for alias in settings.DATABASES:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    if not Path(settings.STATIC_ROOT).exists():
        call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_demo", products=number, verbosity=0)
    _bring_plenty()


def _bring_plenty() -> None:
    """Let nothing sell out while orders are measured, and settle the database."""
    from shop.catalogue.models import Variant

    Variant.objects.filter(stock__gt=0).update(stock=PLENTY)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    django.setup()
    prepare(int(sys.argv[1]))
