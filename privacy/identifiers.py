"""Row ids: UUIDs of version 7, which sort by time and so keep indexes compact."""

from __future__ import annotations

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """Return a new UUID of version 7 (RFC 9562, section 5.7)."""
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    number &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=number | (0x7 << 76) | (0x2 << 62))
