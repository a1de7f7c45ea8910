"""Ids: of rows, in time order so that indexes stay compact, and for people to read."""

from __future__ import annotations

import os
import secrets
import time
from uuid import UUID

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 signs that nobody confuses: no 0 or O, no 1, I or L. 31 is a prime."""
SECRET_LENGTH = 26


def new_id() -> UUID:
    """Return a new UUID of version 7 (RFC 9562, section 5.7).

    What one process makes within a millisecond keeps its order: the twelve bits after
    it say how much of the next has gone by (section 6.2, method 3).
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = (rest << 12) // 1_000_000
    head = (milliseconds << 16) | (0x7 << 12) | fraction
    tail = int.from_bytes(os.urandom(8), "big") & ~(0x3 << 62)
    return UUID(int=(head << 64) | (0x2 << 62) | tail)


def new_readable(length: int) -> str:
    """Return random signs that people can read to each other, such as "7K2M9Q"."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_secret() -> str:
    """Return the secret part of a link: 26 signs for a URL, more than 128 random bits.

    Small letters only, since the index that finds it does not tell case apart.
    """
    return new_readable(SECRET_LENGTH).lower()
