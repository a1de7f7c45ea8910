"""Frozen dataclasses as bytes and back, many thousand times a second.

Parts that are all text are joined, version 1: byte 1, the names of the parts with
commas between, then for each part a zero byte and its text in UTF-8. All others are
compact JSON, which begins with a brace; so are texts that hold a zero byte, or that
UTF-8 can't write. Hence joined ones have as many parts as names.
"""

from __future__ import annotations

import dataclasses
import json
from operator import attrgetter
from typing import Any

from privacy.encryption.records import record


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
_JOINED, _BETWEEN = "\x01", "\0"


class Packing:
    """How the values of one dataclass are packed."""

    def __init__(self, kind: type[Any]) -> None:
        """Take the dataclass; its parts are texts, numbers, booleans, lists, None."""
        self._kind = kind
        self._parts = tuple(part.name for part in dataclasses.fields(kind))
        # The head of the text comes first among its parts, and is not kept.
        self._record = record(self._parts, unkept="head") if _is_plain(kind) else None
        # Of one part attrgetter gives the part, which would be joined sign by sign.
        self._of = attrgetter(*self._parts) if len(self._parts) > 1 else self._each
        self._head = (_JOINED + ",".join(self._parts) + _BETWEEN).encode()
        self._names, self._many = _JOINED + ",".join(self._parts), len(self._parts) + 1

    def _each(self, value: Any) -> list[Any]:
        return [getattr(value, name) for name in self._parts]

    def packed(self, value: Any) -> bytes:
        """Return the parts as bytes, or raise TypeError for what is not JSON."""
        try:
            joined = _BETWEEN.join(self._of(value))
            if joined.count(_BETWEEN) == len(self._parts) - 1:
                return self._head + joined.encode()
        except (TypeError, UnicodeEncodeError):
            # A part is no text, or none that UTF-8 can write. JSON can, or refuses.
            pass
        parts = {name: getattr(value, name) for name in self._parts}
        return "".join(_written(parts, 0)).encode()

    def unpacked(self, packed: bytes) -> Any:
        """Return the dataclass; parts that it no longer has are left out."""
        text = packed.decode()
        if self._record:
            texts = text.split(_BETWEEN)
            if texts[0] == self._names and len(texts) == self._many:
                made = self._record(*texts)
                made.__class__ = self._kind
                return made
        parts = _parts(text)
        known = {name: parts[name] for name in self._parts if name in parts}
        return self._kind(**known)


def _is_plain(kind: type[Any]) -> bool:
    """Tell whether its parts are all there is to making one."""
    return (
        kind.__dictoffset__ != 0
        and not hasattr(kind, "__post_init__")
        and all(part.init for part in dataclasses.fields(kind))
    )


def _parts(packed: str) -> dict[str, Any]:
    if not packed.startswith(_JOINED):
        found: dict[str, Any] = _read(packed, 0)[0]
        return found
    names, *texts = packed.removeprefix(_JOINED).split(_BETWEEN)
    return dict(zip(names.split(","), texts, strict=True))
