"""Whose key is whose: makes, finds, holds for a while and destroys data keys.

One random key per person lies wrapped in the vault. This module is the only one that
reads or writes it there.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from privacy.encryption import envelope, keyset
from privacy.encryption.envelope import DataKey, WrongKey
from privacy.vault.models import DataKey as StoredKey

HELD_SECONDS = 60
HELD_KEYS = 4096
ASKED_AT_ONCE = 500


class ValueErased(Exception):
    """The key was destroyed: what it protected is gone for good."""


class DataKeyMissing(Exception):
    """The vault has no key for this subject: it was restored wrongly, or never made."""


class Ring:
    """One subject's data keys of all generations; empty when destroyed."""

    __slots__ = ("_by_commitment", "newest")

    def __init__(self, keys: Sequence[DataKey]) -> None:
        """Take the keys, newest first."""
        self.newest = keys[0] if keys else None
        self._by_commitment = {key.commitment: key for key in keys}

    def sealing(self) -> DataKey:
        """Return the key for new values, or raise ValueErased."""
        if self.newest is None:
            raise ValueErased("The key was destroyed; nothing can be added.")
        return self.newest

    def opening(self, sealed: bytes) -> DataKey:
        """Return the key that sealed this value; raise ValueErased or Unreadable."""
        if self.newest is None:
            raise ValueErased("The key was destroyed.")
        try:
            return self._by_commitment[envelope.commitment(sealed)]
        except KeyError:
            raise WrongKey("No key of this subject sealed this value.") from None


class _Held:
    """Rings kept in memory: a bounded number, for a bounded time, for all threads."""

    def __init__(self) -> None:
        self._rings: OrderedDict[UUID, tuple[float, Ring]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, subject: UUID) -> Ring | None:
        found = self._rings.get(subject)
        if found is None or found[0] < time.monotonic():
            return None
        return found[1]

    def put(self, subject: UUID, ring: Ring) -> None:
        with self._lock:
            self._rings[subject] = (time.monotonic() + HELD_SECONDS, ring)
            self._rings.move_to_end(subject)
            while len(self._rings) > HELD_KEYS:
                self._rings.popitem(last=False)

    def drop(self, subject: UUID) -> None:
        with self._lock:
            self._rings.pop(subject, None)

    def clear(self) -> None:
        with self._lock:
            self._rings.clear()


_held = _Held()


def ring(subject: UUID, peers: Sequence[UUID] = ()) -> Ring:
    """Return the keys of `subject`, or raise DataKeyMissing.

    When the vault has to be asked it is asked for those of its `peers` as well.
    """
    found = _held.get(subject)
    if found is None:
        prefetch([subject, *peers])
        found = _held.get(subject)
    if found is None:
        raise DataKeyMissing(f"The vault has no key for subject {subject}.")
    return found


def prefetch(subjects: Iterable[UUID | None]) -> None:
    """Load the keys of many subjects with one query for each 500 of them."""
    missing = list({each for each in subjects if each and _held.get(each) is None})
    for start in range(0, len(missing), ASKED_AT_ONCE):
        some = missing[start : start + ASKED_AT_ONCE]
        for subject, stored in _stored(some).items():
            _held.put(subject, Ring(list(_unwrapped(stored))))


def create(subject: UUID, *, at: datetime) -> Ring:
    """Make the first key of `subject`, or return the one that another request made."""
    data_key = envelope.new_data_key()
    try:
        with transaction.atomic(using="vault"):
            StoredKey.objects.create(**_wrapped(subject, data_key), created_at=at)
    except IntegrityError:
        return ring(subject)
    made = Ring([DataKey(data_key)])
    _held.put(subject, made)
    return made


def destroy(subject: UUID, *, at: datetime) -> None:
    """Destroy every key of `subject`: what they sealed can never be opened again.

    The rows stay, without keys, so that a destroyed key and a lost one are told apart.
    """
    StoredKey.objects.filter(subject=subject, destroyed_at=None).update(
        wrapped=None, destroyed_at=at
    )
    _held.drop(subject)


def discard(subject: UUID) -> None:
    """Remove the key of something short-lived that is itself deleted (a draft)."""
    StoredKey.objects.filter(subject=subject).delete()
    _held.drop(subject)


def forget_held() -> None:
    """Empty this process's memory of keys."""
    _held.clear()


def _stored(subjects: Sequence[UUID]) -> Mapping[UUID, list[StoredKey]]:
    rows = StoredKey.objects.filter(subject__in=subjects).order_by("-generation")
    found: dict[UUID, list[StoredKey]] = {}
    for row in rows:
        found.setdefault(row.subject, []).append(row)
    return found


def _unwrapped(rows: Iterable[StoredKey]) -> Iterator[DataKey]:
    current = keyset.current()
    for row in rows:
        if row.wrapped is not None:
            owner = envelope.owner(row.subject, row.generation, row.key_id)
            under = current.key(row.key_id)
            yield DataKey(envelope.unwrap(bytes(row.wrapped), under=under, owner=owner))


def _wrapped(subject: UUID, data_key: bytes) -> dict[str, object]:
    current = keyset.current()
    owner = envelope.owner(subject, 1, current.primary)
    under = current.key(current.primary)
    return {
        "subject": subject,
        "generation": 1,
        "key_id": current.primary,
        "wrapped": envelope.wrap(data_key, under=under, owner=owner),
    }
