"""Retention: every value and every row goes on the day that its declaration gives."""

from __future__ import annotations

from privacy.retention.rules import overdue
from privacy.retention.sweeping import sweep

__all__ = ["overdue", "sweep"]
