"""Ways to read what is stored: escaped, in base64 or hex, as UTF-16, compressed.

Each gives plain text in one form, without regard to case, or bytes.
"""

from __future__ import annotations

import base64
import html
import re
import unicodedata
import zlib
from collections.abc import Iterator
from urllib.parse import unquote_plus

DEPTH = 3  # base64 within JSON within base64, as a queue's message
MOST_UNPACKED = 1_000_000
_TOKEN = re.compile(r"[^\W_]+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrtbf]")
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{8,}")
_HEX = re.compile(r"[0-9a-fA-F]{12,}")
_WORD = r"(?:[A-Z]?[a-z]+|[A-Z]+|[0-9]+)"
_NAME = re.compile(rf"{_WORD}(?:[/_-]+{_WORD})*")
_PICKLED, _LENGTH = b"\x80", re.compile(rb"\x8c.", re.DOTALL)
_SAFE = str.maketrans("-_", "+/")


def folded(text: str) -> str:
    """Return the text without regard to case, to Unicode form and to white space."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.casefold().split())


def tokens(text: str) -> list[str]:
    """Return the words and numbers in a folded text."""
    return _TOKEN.findall(text)


def readings(stored: str | bytes, depth: int = DEPTH) -> Iterator[str | bytes]:
    """Return every way to read what is stored: folded texts, and bytes as they are."""
    if isinstance(stored, bytes):
        yield from _of_bytes(stored, depth)
        return
    yield folded(stored)
    plain = _unescaped(stored)
    if plain != stored:
        yield folded(plain)
    if depth:
        for raw in _decoded(plain):
            yield from _of_bytes(raw, depth - 1)


def _of_bytes(raw: bytes, depth: int) -> Iterator[str | bytes]:
    yield raw
    if raw[:1] == b"x" and (unpacked := _unpacked(raw)):
        yield from _of_bytes(unpacked, depth)
    yield from readings(raw.decode("utf-8", "replace"), depth)
    if raw[:1] == _PICKLED:
        # The length before a text is one byte, which may look like a letter of it.
        yield folded(_LENGTH.sub(b" ", raw).decode("utf-8", "replace"))
    if b"\0" in raw:
        for charset in ("utf-16-le", "utf-16-be"):
            for shift in (0, 1):
                yield from readings(raw[shift:].decode(charset, "replace"), depth)


def _unescaped(text: str) -> str:
    if "\\" in text:
        text = _ESCAPE.sub(_sign, text)
        # Signs beyond the first 65,536 are written as two halves.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    if "&" in text:
        text = html.unescape(text)
    return unquote_plus(text) if "%" in text else text


def _sign(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else " "


def _decoded(text: str) -> Iterator[bytes]:
    for run in _ENCODED.findall(text):
        if not _NAME.fullmatch(run):
            yield from _from_base64(run)
    for run in _HEX.findall(text):
        for shift in (0, 1):
            even = len(run) - (len(run) - shift) % 2
            yield bytes.fromhex(run[shift:even])


def _from_base64(run: str) -> Iterator[bytes]:
    """Decode it from each of its first four signs: it may have begun in the middle."""
    plain = run.translate(_SAFE)
    for shift in range(4):
        part = plain[shift:]
        part = part[: len(part) - (len(part) % 4 == 1)]
        # Nothing to catch: only signs of base64 are left, and their number is right.
        yield base64.b64decode(part + "=" * (-len(part) % 4))


def _unpacked(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, MOST_UNPACKED)
    except zlib.error:
        return b""
