"""The triggers that let rows of the trail be added, and never changed or deleted."""

from __future__ import annotations

from django.db import connections, router

from privacy.trail.entry import TrailEntry
from privacy.trail.heads import TreeHead

NAMES = ("in_line", "unchanged", "kept")
_ASKED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    # Those that fire for everybody but a replica.
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
}


def unguarded() -> list[str]:
    """Return the tables of the trail on which a trigger is missing or switched off."""
    connection = connections[router.db_for_read(TrailEntry)]
    with connection.cursor() as cursor:
        cursor.execute(_ASKED[connection.vendor])
        there = {row[0] for row in cursor.fetchall()}
    return [table for table in tables() if not there >= {f"{table}_{n}" for n in NAMES}]


def tables() -> list[str]:
    """Return the tables whose rows stay."""
    return [TrailEntry._meta.db_table, TreeHead._meta.db_table]
