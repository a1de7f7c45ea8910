"""Whose key is whose: makes, finds, holds for a while and destroys data keys.

One random key per person lies wrapped in the vault. This module and `key_rows`, which
it alone uses, are the only ones that read or write it there.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from privacy.encryption import canary, envelope, key_rows, keyset
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

    __slots__ = ("_keys", "_subject", "decrypt", "header", "newest", "until")

    def __init__(self, keys: Sequence[DataKey], subject: UUID | None = None) -> None:
        """Take the keys of `subject`, newest first."""
        self.newest = keys[0] if keys else None
        self._keys = tuple(keys)
        self._subject = subject
        self.until = 0.0
        # Nearly everything is sealed under the newest. No value begins with ().
        self.header = self.newest.header if self.newest else ()
        self.decrypt: Any = self.newest.decrypt if self.newest else None

    def sealing(self) -> DataKey:
        """Return the key for new values, or raise ValueErased."""
        if self.newest is None:
            raise ValueErased("The key was destroyed; nothing can be added.")
        return self.newest

    def open(self, sealed: bytes, bound_to: bytes) -> bytes:
        """Return the plain bytes; raise ValueErased or a kind of Unreadable."""
        return self.opening(sealed).open_own(sealed, bound_to)

    def opening(self, sealed: bytes) -> DataKey:
        """Return the key that sealed this value; raise ValueErased or Unreadable."""
        found = self._sealed_by(sealed)
        if found is None and self._subject is not None:
            # Another process may have given the subject a new key since.
            _held.drop(self._subject)
            found = ring(self._subject)._sealed_by(sealed)
        if found is None:
            raise WrongKey("No key of this subject sealed this value.")
        return found

    def older(self) -> frozenset[bytes]:
        """Return how the values begin that any key but the newest sealed."""
        return frozenset(key.header for key in self._keys[1:])

    def _sealed_by(self, sealed: bytes) -> DataKey | None:
        if self.newest is None:
            raise ValueErased("The key was destroyed.")
        envelope.commitment(sealed)
        return next((key for key in self._keys if sealed.startswith(key.header)), None)


class _Held:
    """Rings kept in memory: a bounded number, for a bounded time, for all threads."""

    def __init__(self) -> None:
        # By the id's number: a UUID hashes and compares ten times slower.
        self.rings: OrderedDict[int, Ring] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, subject: UUID, ring: Ring, until: float | None = None) -> None:
        with self._lock:
            now = time.monotonic()
            ring.until = until or now + HELD_SECONDS
            self.rings[subject.int] = ring
            self.rings.move_to_end(subject.int)
            while len(self.rings) > HELD_KEYS or self._oldest() < now:
                self.rings.popitem(last=False)

    def _oldest(self) -> float:
        """Return when the ring that was put first is over: a worker keeps no more."""
        return next(iter(self.rings.values())).until

    def drop(self, subject: UUID) -> None:
        with self._lock:
            if dropped := self.rings.pop(subject.int, None):
                # Whoever still has it may not use it either.
                dropped.until = 0.0

    def clear(self) -> None:
        with self._lock:
            for dropped in self.rings.values():
                dropped.until = 0.0
            self.rings.clear()


_held = _Held()
# Given the number of an id, returns what is held, however long ago it was found.
found = _held.rings.get


def ring(subject: UUID, peers: Sequence[UUID] = ()) -> Ring:
    """Return the keys of `subject`, or raise DataKeyMissing.

    When the vault has to be asked it is asked for those of its `peers` as well.
    """
    kept = found(subject.int)
    if kept is None or kept.until < time.monotonic():
        prefetch([subject, *peers])
        kept = found(subject.int)
    if kept is None:
        raise DataKeyMissing(f"The vault has no key for subject {subject}.")
    return kept


def held(subject: UUID) -> Ring | None:
    """Return the keys of `subject` if this process has them in memory."""
    return found(subject.int)


def prefetch(subjects: Iterable[UUID | None]) -> None:
    """Load the keys of many subjects with one query for each 500 of them.

    Made in the sequence of the subjects, they lie in memory as they will be used.
    """
    now = time.monotonic()
    asked = dict.fromkeys(each for each in subjects if each)
    missing = [each for each in asked if not _is_held(each, now)]
    for start in range(0, len(missing), ASKED_AT_ONCE):
        some = missing[start : start + ASKED_AT_ONCE]
        until = time.monotonic() + HELD_SECONDS
        stored = _stored(some)
        for subject in filter(stored.__contains__, some):
            _held.put(subject, Ring(list(_unwrapped(stored[subject])), subject), until)


def _is_held(subject: UUID, now: float) -> bool:
    kept = found(subject.int)
    return kept is not None and kept.until > now


def create(subject: UUID, *, at: datetime) -> Ring:
    """Make the first key of `subject`, or return the one that another request made."""
    canary.prove()
    data_key = envelope.new_data_key()
    if not _store(subject, 1, data_key, at):
        return ring(subject)
    made = Ring([DataKey(data_key)], subject)
    _held.put(subject, made)
    return made


def renew(subject: UUID, *, at: datetime, unless_since: datetime) -> bool:
    """Give `subject` a further key for all that is sealed from now on.

    Nothing happens, and False is returned, when the newest was made at
    `unless_since` or later, or when the keys are destroyed or gone.
    """
    with transaction.atomic(using="vault"):
        rows = _locked(subject)
        live = [row for row in rows if row.wrapped is not None]
        if not live or live[-1].created_at >= unless_since:
            return False
        made = _store(subject, rows[-1].generation + 1, _distinct_key(live), at)
    _held.drop(subject)
    return made


def destroy(subject: UUID, *, at: datetime) -> None:
    """Destroy every key of `subject`: what they sealed can never be opened again.

    The rows stay, without keys, so that a destroyed key and a lost one are told apart.
    """
    with transaction.atomic(using="vault"):
        # In two statements: the second one sees a key that was being added.
        _locked(subject)
        _live(subject).update(wrapped=None, destroyed_at=at)
    _held.drop(subject)


def destroy_older(subject: UUID, *, at: datetime, made_before: datetime) -> int:
    """Destroy all keys of `subject` but the newest, if that was made early enough.

    Nothing may be sealed under them any more. Returns how many were destroyed.
    """
    with transaction.atomic(using="vault"):
        live = [row for row in _locked(subject) if row.wrapped is not None]
        if not live or live[-1].created_at > made_before:
            return 0
        older = _live(subject).filter(generation__lt=live[-1].generation)
        destroyed = older.update(wrapped=None, destroyed_at=at)
    _held.drop(subject)
    return destroyed


def discard(subject: UUID) -> None:
    """Remove the key of something short-lived that is itself deleted (a draft)."""
    key_rows.remove(subject)
    _held.drop(subject)


def rewrap(row: StoredKey) -> bool:
    """Wrap one data key anew under the primary key; what it sealed is not touched.

    Returns False when somebody else changed or destroyed it meanwhile.
    """
    if row.wrapped is None:
        return False
    current, before = keyset.current(), bytes(row.wrapped)
    wrapped = envelope.wrap(
        _unwrap(row, before),
        under=current.key(current.primary),
        owner=envelope.owner(row.subject, row.generation, current.primary),
    )
    unchanged = StoredKey.objects.filter(pk=row.pk, wrapped=before, key_id=row.key_id)
    return bool(unchanged.update(wrapped=wrapped, key_id=current.primary))


def forget_held() -> None:
    """Empty this process's memory of keys."""
    _held.clear()


def _live(subject: UUID) -> QuerySet[StoredKey]:
    return StoredKey.objects.filter(subject=subject, destroyed_at=None)


def _locked(subject: UUID) -> list[StoredKey]:
    rows = StoredKey.objects.select_for_update().filter(subject=subject)
    return list(rows.order_by("generation"))


def _stored(subjects: Sequence[UUID]) -> Mapping[UUID, list[StoredKey]]:
    canary.prove()
    rows = StoredKey.objects.filter(subject__in=subjects).order_by("-generation")
    found: dict[UUID, list[StoredKey]] = {}
    for row in rows:
        found.setdefault(row.subject, []).append(row)
    return found


def _unwrapped(rows: Iterable[StoredKey]) -> Iterator[DataKey]:
    for row in rows:
        if row.wrapped is not None:
            yield DataKey(_unwrap(row, bytes(row.wrapped)))


def _distinct_key(live: Iterable[StoredKey]) -> bytes:
    """Return a new data key whose values can be told from those of the others."""
    taken = {key.header for key in _unwrapped(live)}
    while DataKey(fresh := envelope.new_data_key()).header in taken:
        continue
    return fresh


def _unwrap(row: StoredKey, wrapped: bytes) -> bytes:
    owner = envelope.owner(row.subject, row.generation, row.key_id)
    return envelope.unwrap(wrapped, under=keyset.key(row.key_id), owner=owner)


def _store(subject: UUID, generation: int, data_key: bytes, at: datetime) -> bool:
    """Store a key; False if there is one of this generation already."""
    current = keyset.current()
    owner = envelope.owner(subject, generation, current.primary)
    return key_rows.add(
        subject=subject,
        generation=generation,
        key_id=current.primary,
        wrapped=envelope.wrap(
            data_key, under=current.key(current.primary), owner=owner
        ),
        created_at=at,
    )
