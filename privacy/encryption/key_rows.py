"""Keys put into the vault and taken out, with statements that are written once.

Every order makes two keys and discards one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connections

from privacy.vault.models import DataKey as StoredKey

_ADDED = (
    "INSERT INTO vault_datakey (subject, generation, key_id, wrapped, created_at)"
    " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)
_REMOVED = "DELETE FROM vault_datakey WHERE subject = %s"


def add(
    *, subject: UUID, generation: int, key_id: str, wrapped: bytes, created_at: datetime
) -> bool:
    """Add a key that was wrapped by key `key_id`.

    Nothing is written, and False returned, where that generation is there already.
    """
    row = {
        "subject": subject,
        "generation": generation,
        "key_id": key_id,
        "wrapped": wrapped,
        "created_at": created_at,
    }
    return _done(_ADDED, row) > 0


def remove(subject: UUID) -> None:
    """Remove all keys of `subject`, also one that is just being added."""
    # The first may wait for a further key to be written; the second one sees it.
    for _ in range(2):
        _done(_REMOVED, {"subject": subject})


def _done(statement: str, told: dict[str, Any]) -> int:
    """Carry it out with these values of columns, in sequence; return how many rows."""
    connection = connections["vault"]
    values = [
        _field(name).get_db_prep_save(value, connection) for name, value in told.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: int = cursor.rowcount
    return rows


def _field(name: str) -> Any:
    return StoredKey._meta.get_field(name)
