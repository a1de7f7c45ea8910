"""Objects made with their parts in place, many thousand times a second.

Filling `__dict__` in a loop takes twice as long, since each object gets a dictionary of
its own at once; `__init__` of a frozen dataclass, too, for each part goes through a
function of C.
"""

from __future__ import annotations

import functools
from dataclasses import InitVar, make_dataclass
from typing import Any


@functools.cache
def record(names: tuple[str, ...], *, unkept: str | None = None) -> Any:
    """Return a class that takes these parts in this sequence and does nothing else.

    `unkept` names one that is given before them and is not kept.
    Give what it makes the class that it is for: `made.__class__ = Other`. Other must
    keep its attributes in `__dict__`, and get nothing from its own making.
    """
    before = [(unkept, InitVar)] if unkept else []
    return make_dataclass("Record", [*before, *names], repr=False, eq=False)
