"""One way to write a document down, after RFC 8785, so that it can be signed.

For our documents: text, whole numbers, booleans, null, lists and objects. A fraction is
refused, since two programs may write it in two ways.
"""

from __future__ import annotations

import json
from typing import Any

LARGEST = 2**53 - 1  # RFC 8785, section 3.2.2.3: what a double holds exactly
# Made once: json.dumps would make one for each text.
_quoted = json.JSONEncoder(ensure_ascii=False).encode


class NotCanonical(ValueError):
    """The document holds something that has no one form."""


def canonical(document: Any) -> bytes:
    """Return the document's one form in UTF-8, or raise NotCanonical."""
    try:
        return _written(document).encode()
    except (UnicodeEncodeError, RecursionError):
        # Half a surrogate pair is no text (RFC 8785, section 3.2.2.2).
        raise NotCanonical("Half a character, or too deep a list.") from None


def _written(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        # Escapes what must be escaped and nothing else, in its shortest form.
        return _quoted(value)
    if isinstance(value, int) and abs(value) <= LARGEST:
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_written, value))}]"
    if isinstance(value, dict):
        return _object(value)
    raise NotCanonical(f"A {type(value).__name__} can't be written here.")


def _object(value: dict[Any, Any]) -> str:
    if not all(isinstance(name, str) for name in value):
        raise NotCanonical("A name in an object is text.")
    members = sorted(value.items(), key=lambda member: _place(member[0]))
    return f"{{{','.join(f'{_written(k)}:{_written(v)}' for k, v in members)}}}"


def _place(name: str) -> bytes:
    # By UTF-16 code units (section 3.2.3), and not by code points as Python sorts.
    return name.encode("utf-16-be")
