"""The states of an export, and why one ended without a file."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where an export stands."""

    ASKED = "asked", "Waits for a second person"
    APPROVED = "approved", "Being built"
    BUILT = "built", "Ready to fetch"
    FETCHED = "fetched", "Fetched"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Ran out"
    TAKEN_BACK = "taken_back", "Taken back"
    FAILED = "failed", "Could not be built"


OPEN = (State.ASKED, State.APPROVED, State.BUILT)
"""Something may still come of it."""
AGREED = (State.APPROVED, State.BUILT, State.FETCHED)
"""Nobody gets here without a second person."""


class Refusal(models.TextChoices):
    """Why the second person says no."""

    NOT_NEEDED = "not_needed", "The purpose can be met without an export"
    TOO_MUCH = "too_much", "It asks for more than the purpose needs"
    WRONG_PURPOSE = "wrong_purpose", "The purpose does not fit the reason"
    WRONG_KEY = "wrong_key", "The key or the receiver is not the right one"
