"""The key-encryption keys, the index root key and the key that signs certificates.

They live in a file that only its owner can read, or in the environment; never in a
database and never in Django's SECRET_KEY. A running program reads a changed file anew.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import stat
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from privacy.encryption import signing
from privacy.encryption.signing import SigningKeys

logger = logging.getLogger(__name__)

KEY_BYTES = 32
REREAD_SECONDS = 60


class KeysetError(Exception):
    """The keys can't be used; the message is one sentence for the operator."""


@dataclass(frozen=True)
class Keyset:
    """The key-encryption keys by id, which of them wraps new keys, the index root.

    `next_index` is there while the index root is being replaced. `primary_since` is
    the moment, in ISO 8601, when the primary key became it; empty when nobody noted.
    `signing` is missing in a file from before there were certificates.
    """

    primary: str
    keys: Mapping[str, bytes] = field(repr=False)
    index: bytes = field(repr=False)
    next_index: bytes | None = field(default=None, repr=False)
    primary_since: str = field(default="", repr=False)
    signing: SigningKeys | None = field(default=None, repr=False)

    def key(self, key_id: str) -> bytes:
        """Return the 32-byte key with this id, or raise KeysetError."""
        try:
            return self.keys[key_id]
        except KeyError:
            raise KeysetError(
                f"The key-encryption key {key_id!r} is missing: put it back into the"
                " key file, or nothing that it protects can be opened."
            ) from None


def write_new(path: Path) -> None:
    """Make fresh random keys and write them to `path`, readable by its owner alone.

    Raises FileExistsError when the file is there already: keys are never replaced.
    """
    fresh = Keyset(
        primary="k1",
        keys={"k1": os.urandom(KEY_BYTES)},
        index=os.urandom(KEY_BYTES),
        signing=signing.fresh(),
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(written(fresh))


def load(path: Path) -> Keyset:
    """Read the keys from the file at `path`, or raise KeysetError."""
    try:
        mode = path.stat().st_mode
        text = path.read_text()
    except OSError as error:
        raise KeysetError(
            f"The key file {path} can't be read ({error.strerror}): put it back, or"
            " give this user the right to read it."
        ) from None
    if stat.S_IMODE(mode) & 0o077:
        raise KeysetError(
            f"Other users can read the key file {path}: type 'chmod 600 {path}'."
        )
    return parse(text, origin=f"the key file {path}")


def parse(text: str, *, origin: str) -> Keyset:
    """Return the keys written in `text` (JSON), or raise KeysetError naming `origin`.

    The form: {"version": 1, "primary": id, "keys": {id: base64 of 32 bytes},
    "index": base64 of 32 bytes}; "next_index", "primary_since" and "signing" may be
    there too.
    """
    try:
        document = json.loads(text)
        keys = {name: _decoded(value) for name, value in document["keys"].items()}
        coming = document.get("next_index")
        found = Keyset(
            primary=str(document["primary"]),
            keys=keys,
            index=_decoded(document["index"]),
            next_index=None if coming is None else _decoded(coming),
            primary_since=str(document.get("primary_since", "")),
            signing=signing.parsed(document.get("signing")),
        )
        version = document["version"]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeysetError(
            f"There is something wrong in {origin}: it is not a set of keys of 32"
            " bytes in base64."
        ) from None
    if version != 1 or found.primary not in keys:
        raise KeysetError(f"There is no usable primary key in {origin}.")
    return found


def written(keys: Keyset) -> str:
    """Return the JSON text of `keys`, which parse() reads."""
    document: dict[str, Any] = {
        "version": 1,
        "primary": keys.primary,
        "keys": {name: encoded(key) for name, key in keys.keys.items()},
        "index": encoded(keys.index),
    }
    if keys.next_index is not None:
        document["next_index"] = encoded(keys.next_index)
    if keys.primary_since:
        document["primary_since"] = keys.primary_since
    if keys.signing is not None:
        document["signing"] = signing.written(keys.signing)
    return json.dumps(document, indent=2) + "\n"


def encoded(key: bytes) -> str:
    """Return a key as the file holds it."""
    return base64.b64encode(key).decode()


@dataclass
class _Reading:
    """What was read last: from where, in which state the file was, and until when."""

    origin: str = ""
    stamp: tuple[int, ...] = ()
    until: float = 0.0
    keys: Keyset | None = None


_last = _Reading()


def current() -> Keyset:
    """Return the keys that settings.KEYSET or settings.KEY_FILE name.

    A file is looked at again after 60 seconds; while it can't be used, a program that
    runs keeps the keys that it has. Raises KeysetError when there are none yet.
    """
    last = _last
    if last.keys is not None and time.monotonic() < last.until:
        return last.keys
    return reread()


def reread() -> Keyset:
    """Return the keys after looking at the file once more; see current()."""
    global _last
    try:
        _last = _read(_last)
    except KeysetError as error:
        if _last.keys is None:
            raise
        logger.warning("The keys stay as they are: %s", error)
        _last.until = time.monotonic() + REREAD_SECONDS
    assert _last.keys is not None  # noqa: S101 - _read returns them or raises
    return _last.keys


def key(key_id: str) -> bytes:
    """Return a key-encryption key, also one that was added a moment ago.

    Raises KeysetError when it is not there.
    """
    found = current()
    return (found if key_id in found.keys else reread()).key(key_id)


def forget() -> None:
    """Empty this process's memory of the keys: they are read again."""
    global _last
    _last = _Reading()


def in_environment() -> bool:
    """Tell whether the keys come from the environment, which nobody can write."""
    return bool(getattr(settings, "KEYSET", ""))


def _read(last: _Reading) -> _Reading:
    if in_environment():
        found = parse(settings.KEYSET, origin="the environment variable KEYSET")
        return _Reading("environment", (), float("inf"), found)
    path = Path(settings.KEY_FILE)
    until = time.monotonic() + REREAD_SECONDS
    stamp = _stamp(path)
    if stamp and last.keys and (last.origin, last.stamp) == (str(path), stamp):
        return _Reading(last.origin, stamp, until, last.keys)
    return _Reading(str(path), stamp, until, load(path))


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size, found.st_mode


def _decoded(value: Any) -> bytes:
    found = base64.b64decode(value, validate=True)
    if len(found) != KEY_BYTES:
        raise ValueError
    return found


if __name__ == "__main__":
    write_new(Path(sys.argv[1]))
