"""People and their data keys, made many at once."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.utils import timezone

from privacy.encryption import envelope, keys, keyset
from privacy.identifiers import new_id
from privacy.vault.models import DataKey

AT_ONCE = 1_000


def people(number: int) -> list[UUID]:
    """Make so many people, each with a data key, and hold all the keys in memory.

    The 4,096 that a shop holds would be too few for the lists that are measured.
    """
    keys.HELD_KEYS, keys.HELD_SECONDS = keys.HELD_KEYS + 2 * number, 24 * 3600
    subjects = [new_id() for _ in range(number)]
    DataKey.objects.bulk_create(map(_data_key, subjects), batch_size=AT_ONCE)
    keys.prefetch(subjects)
    return subjects


def _data_key(subject: UUID) -> DataKey:
    current = keyset.current()
    owner = envelope.owner(subject, 1, current.primary)
    under = current.key(current.primary)
    wrapped = envelope.wrap(secrets.token_bytes(32), under=under, owner=owner)
    return DataKey(
        subject=subject,
        generation=1,
        key_id=current.primary,
        wrapped=wrapped,
        created_at=timezone.now(),
    )
