"""The form of the policy's text: sections of sentences and tables, written one way.

The same text gives the same bytes (RFC 8785) and so the same SHA-256, on any machine.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from privacy.certificates.canonical import canonical

Cell = tuple[str, ...]
"""The sentences in one place of a table."""
Row = tuple[Cell, ...]
PROMISES = "promises"
"""The key of the section that makes them: by number and sentence."""
_ENDS = re.compile(r"(?<=[.!?]) +(?=[A-Z“])")


class NotAText(ValueError):
    """What was read is no text of a policy."""


@dataclass(frozen=True)
class Section:
    """A part of the text: sentences, and a table where it has columns.

    `key` stays the same in every version, so that two of them can be compared; `under`
    is the key of the section that this one belongs to, or "".
    """

    key: str
    title: str
    says: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    under: str = ""

    @property
    def table(self) -> list[list[tuple[str, Cell]]]:
        """Return each row as pairs of a column's heading and what stands there."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    @property
    def anchor(self) -> str:
        """Return the name under which a page links to it."""
        return re.sub(r"[^a-z]+", "-", self.key.lower())


Text = tuple[Section, ...]


def digest(text: Text) -> str:
    """Return the SHA-256 of a text, as hex."""
    return hashlib.sha256(written_down(text)).hexdigest()


def written_down(text: Text) -> bytes:
    """Return the one form of a text in UTF-8, as JSON."""
    return canonical(as_json(text))


def as_json(text: Text) -> list[dict[str, Any]]:
    """Return a text as JSON takes it."""
    return [asdict(section) for section in text]


def from_json(told: Any) -> Text:
    """Return what as_json made, or raise NotAText."""
    try:
        return tuple(_section(each) for each in told)
    except (TypeError, KeyError, ValueError):
        raise NotAText("This is no text of a policy.") from None


def sentences(words: str) -> tuple[str, ...]:
    """Return the sentences of a paragraph."""
    return tuple(_ENDS.split(words))


def tree(text: Text) -> Iterator[tuple[Section, tuple[Section, ...]]]:
    """Return each section of its own with those that belong under it."""
    for section in text:
        if not section.under:
            yield section, tuple(each for each in text if each.under == section.key)


def promises(text: Text) -> Iterator[tuple[str, str]]:
    """Return the number and the words of each promise that a text makes."""
    for section in text:
        if section.key == PROMISES:
            yield from ((" ".join(key), " ".join(said)) for key, said in section.rows)


def _section(told: Any) -> Section:
    section = Section(
        key=_words(told["key"]),
        title=_words(told["title"]),
        says=_several(told["says"]),
        columns=_several(told["columns"]),
        rows=tuple(tuple(map(_several, row)) for row in told["rows"]),
        under=_words(told["under"]),
    )
    if any(len(row) != len(section.columns) for row in section.rows):
        raise NotAText("A row has too many places, or too few.")
    return section


def _several(told: Any) -> tuple[str, ...]:
    if not isinstance(told, list | tuple):
        raise NotAText("Sentences stand in a list.")
    return tuple(_words(each) for each in told)


def _words(told: Any) -> str:
    if not isinstance(told, str):
        raise NotAText("A sentence is text.")
    return told
