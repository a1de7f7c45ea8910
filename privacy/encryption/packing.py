"""Frozen dataclasses as compact JSON and back, many thousand times a second."""

from __future__ import annotations

import dataclasses
import json
from typing import Any


def _refuse(part: Any) -> Any:
    raise TypeError(f"A part of a sealed value is {type(part).__name__}, not JSON.")


# Made once, in C: json.dumps makes it anew for each call, which takes longer than to
# use it. Compact, and without a look for circles, which frozen parts don't have.
_written: Any = json.encoder.c_make_encoder(  # type: ignore[attr-defined] # stubs
    None,
    _refuse,
    json.encoder.encode_basestring_ascii,
    None,
    ":",
    ",",
    False,
    False,
    True,
)
_read: Any = json.JSONDecoder().scan_once  # type: ignore[attr-defined] # stubs
_new, _set = object.__new__, object.__setattr__


class Packing:
    """How the values of one dataclass are packed."""

    def __init__(self, kind: type[Any]) -> None:
        """Take the dataclass; its parts are texts, numbers, booleans, lists, None."""
        self._kind = kind
        self._parts = tuple(part.name for part in dataclasses.fields(kind))
        self._is_plain = not hasattr(kind, "__post_init__") and not hasattr(
            kind, "__slots__"
        )

    def packed(self, value: Any) -> bytes:
        """Return the parts as compact JSON, or raise TypeError for what is not JSON."""
        parts = {name: getattr(value, name) for name in self._parts}
        return "".join(_written(parts, 0)).encode()

    def unpacked(self, packed: bytes) -> Any:
        """Return the dataclass; parts that it no longer has are left out."""
        parts, _ = _read(packed.decode(), 0)
        if not self._is_plain or tuple(parts) != self._parts:
            known = {name: parts[name] for name in self._parts if name in parts}
            return self._kind(**known)
        # What __init__ of a frozen dataclass does, without its guard on each part.
        made = _new(self._kind)
        _set(made, "__dict__", parts)
        return made
