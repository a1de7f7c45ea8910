"""The key-encryption keys and the index root key: where they come from, nothing else.

They live in a file that only its owner can read, or in the environment; never in a
database and never in Django's SECRET_KEY.
"""

from __future__ import annotations

import base64
import functools
import json
import os
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

KEY_BYTES = 32


class KeysetError(Exception):
    """The keys can't be used; the message is one sentence for the operator."""


@dataclass(frozen=True)
class Keyset:
    """The key-encryption keys by id, which of them wraps new keys, the index root."""

    primary: str
    keys: Mapping[str, bytes] = field(repr=False)
    index: bytes = field(repr=False)

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
    document = {
        "version": 1,
        "primary": "k1",
        "keys": {"k1": _encoded(os.urandom(KEY_BYTES))},
        "index": _encoded(os.urandom(KEY_BYTES)),
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(document, file, indent=2)
        file.write("\n")


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
    "index": base64 of 32 bytes}.
    """
    try:
        document = json.loads(text)
        keys = {name: _decoded(value) for name, value in document["keys"].items()}
        found = Keyset(str(document["primary"]), keys, _decoded(document["index"]))
        version = document["version"]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeysetError(
            f"There is something wrong in {origin}: it is not a set of keys of 32"
            " bytes in base64."
        ) from None
    if version != 1 or found.primary not in keys:
        raise KeysetError(f"There is no usable primary key in {origin}.")
    return found


@functools.cache
def current() -> Keyset:
    """Return the keys that settings.KEYSET or settings.KEY_FILE name, read once."""
    given: str = getattr(settings, "KEYSET", "")
    if given:
        return parse(given, origin="the environment variable KEYSET")
    return load(Path(settings.KEY_FILE))


def _encoded(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _decoded(value: Any) -> bytes:
    key = base64.b64decode(value, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError
    return key


if __name__ == "__main__":
    write_new(Path(sys.argv[1]))
