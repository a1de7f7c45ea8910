"""Letters: outgoing mail as rows, written through one door that asks what for."""

from __future__ import annotations

from privacy.letters.door import NotRegistered, register, registered, write
from privacy.letters.previews import preview

__all__ = ["NotRegistered", "preview", "register", "registered", "write"]
