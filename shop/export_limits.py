"""How much each role may take out at once, and what for: docs/exports.md.

A role that is not here takes nothing out. `sealed` counts the columns that name people
or reach them: those that are encrypted.
"""

from __future__ import annotations

from typing import Any

EXPORT_LIMITS: dict[str, dict[str, Any]] = {
    # The books: whole years, and nobody's name.
    "accounting": {"purposes": ("accounting",), "rows": 5_000, "sealed": 0},
    # A recall, a question of an authority: few rows, and whom to reach.
    "privacy_officer": {
        "purposes": ("after_sales", "delivery"),
        "rows": 500,
        "sealed": 3,
    },
}
