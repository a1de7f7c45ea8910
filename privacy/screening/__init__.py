"""Screening: finds numbers in free text that we never need, so that none is kept."""

from __future__ import annotations

from privacy.screening.finding import Finding, Kind
from privacy.screening.looking import found
from privacy.screening.refusing import CODE, refuse

__all__ = ["CODE", "Finding", "Kind", "found", "refuse"]
