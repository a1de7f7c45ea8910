"""How returns read on the page and in the copy that show what is held."""

from __future__ import annotations

from typing import Any

from privacy.copies import wording


def register() -> None:
    """Say what returns are called, and where the values of their rows are from."""
    wording.describe("orders.Return", title=_title, origin=_of_a_return)
    wording.describe(
        "orders.ReturnLine",
        title=_title_of_a_line,
        origin=_of_a_line,
        along=("coming_back__order",),
    )


def _title(row: Any) -> str:
    return f"Return from order {row.order.number}"


def _title_of_a_line(row: Any) -> str:
    return f"Return from order {row.coming_back.order.number}"


def _of_a_return(row: Any, name: str) -> str:
    whose = "us" if name in {"words", "state"} else "you"
    return f"{whose}, from your return on {wording.day(row.announced_at)}"


def _of_a_line(row: Any, name: str) -> str:
    whose = "us" if name == "accepted" else "you"
    return f"{whose}, from your return on {wording.day(row.announced_at)}"
