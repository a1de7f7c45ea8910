"""Second factors: what staff show beside their password before any page opens."""

from __future__ import annotations

from privacy.second_factors.standing import is_fresh, is_verified

__all__ = ["is_fresh", "is_verified"]
