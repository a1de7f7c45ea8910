"""What somebody wrote and chose when they asked, as the case keeps it sealed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class Demand:
    """What somebody wrote and chose.

    `words` are their own. For a correction `fields` are labels of columns such as
    "privacy.Person.name" and `values` the new values, one for each, an address as JSON.
    For clearing a part `rows` are "label:id" and `before` is an ISO date or ""; `seen`
    says that the customer saw what that does, and what stays, before sending it.
    """

    words: str = ""
    fields: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    before: str = ""
    seen: bool = False

    def __repr__(self) -> str:
        return "<Demand>"
