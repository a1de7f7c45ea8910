"""What a bench changes for its own process is as it was for the next test."""

from __future__ import annotations

import pytest

from privacy.encryption import keys


@pytest.fixture(autouse=True)
def keys_held_as_ever(monkeypatch):
    """Give back how many keys are held, and for how long."""
    monkeypatch.setattr(keys, "HELD_KEYS", keys.HELD_KEYS)
    monkeypatch.setattr(keys, "HELD_SECONDS", keys.HELD_SECONDS)
