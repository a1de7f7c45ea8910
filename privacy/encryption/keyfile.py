"""Changing the key file: one change at a time, written whole or not at all.

What each change means is in `docs/encryption.md`, section "Rotation".
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.conf import settings

from privacy.encryption import keyset, signing
from privacy.encryption.keyset import KEY_BYTES, Keyset, KeysetError


def change(how: Callable[[Keyset], Keyset]) -> Keyset:
    """Put what `how` makes of the keys into the key file and return it.

    The new file is written beside the old one, reaches the disk, and takes its place
    in one step, with the same owner and open to nobody else. Two changes at once wait
    for each other. Raises KeysetError when the keys come from the environment.
    """
    if keyset.in_environment():
        raise KeysetError("The keys come from the environment: change KEYSET by hand.")
    path = Path(settings.KEY_FILE).resolve()
    with _alone_in(path.parent):
        changed = how(keyset.load(path))
        _replace(path, keyset.written(changed))
    keyset.reread()
    return changed


def new_id(*, at: datetime) -> str:
    """Return an id for a key made at `at`; no id is ever given twice."""
    return f"k{at:%Y%m%d}-{secrets.token_hex(4)}"


def with_key(keys: Keyset, key_id: str) -> Keyset:
    """Return `keys` with a new random key-encryption key."""
    return replace(keys, keys={**keys.keys, key_id: os.urandom(KEY_BYTES)})


def with_key_again(keys: Keyset, key_id: str, key: bytes) -> Keyset:
    """Return `keys` with a key that was taken out a moment ago."""
    return replace(keys, keys={**keys.keys, key_id: key})


def with_primary(keys: Keyset, key_id: str, *, at: datetime) -> Keyset:
    """Return `keys` with another primary key; KeysetError when it is not there."""
    keys.key(key_id)
    return replace(keys, primary=key_id, primary_since=at.isoformat())


def without_key(keys: Keyset, key_id: str) -> Keyset:
    """Return `keys` without one that is not the primary."""
    kept = {name: key for name, key in keys.keys.items() if name != key_id}
    return replace(keys, keys=kept)


def with_next_index(keys: Keyset) -> Keyset:
    """Return `keys` with a new random index root beside the one in force."""
    return replace(keys, next_index=keys.next_index or os.urandom(KEY_BYTES))


def with_index_replaced(keys: Keyset) -> Keyset:
    """Return `keys` with the next index root in the place of the old one."""
    if keys.next_index is None:
        return keys
    return replace(keys, index=keys.next_index, next_index=None)


def with_signing_key(keys: Keyset) -> Keyset:
    """Return `keys` with a key that signs certificates, if there was none."""
    return replace(keys, signing=keys.signing or signing.fresh())


def with_signing_replaced(keys: Keyset, *, at: datetime) -> Keyset:
    """Return `keys` with a new key that signs; the old one's public half stays."""
    return replace(keys, signing=signing.replaced(keys.signing, at=at))


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace(path: Path, text: str) -> None:
    # One that a killed command left here was never the key file.
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    owner = path.stat()
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        # Root may change the file of the user that the shop runs as.
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    beside.replace(path)
