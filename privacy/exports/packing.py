"""Packs the rows of an export into one zip: a table, and a note on what it is.

Each row says which export it is from and who asked for it, and so does the note.
"""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model

from privacy import purposes
from privacy.copies import wording
from privacy.encryption.keys import ValueErased
from privacy.exports import cells
from privacy.exports.export import KEPT, LIFE, Export
from privacy.exports.sheets import Column
from privacy.masking import ERASED
from privacy.people import Person
from privacy.purposes import Purpose

MARK = "taken_out_by"
"""The last column of each row: which export, and who asked for it."""


def packed(
    export: Export, columns: Sequence[Column], rows: Iterable[list[str]], at: datetime
) -> bytes:
    """Return the zip. Nothing of it is written into a file here."""
    mark = f"{export.reference} {signed_by(export.by)}"
    heads = [*(each.path for each in columns), MARK]
    files = {
        f"{export.reference}.csv": cells.table(heads, ([*row, mark] for row in rows)),
        "README.txt": _told(export, columns, at).encode(),
    }
    packet = io.BytesIO()
    with zipfile.ZipFile(packet, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packet.getvalue()


def texts(rows: Iterable[Model], columns: Sequence[Column]) -> Iterator[list[str]]:
    """Return each row as texts. Needs a purpose that opens the columns."""
    for row in rows:
        yield [_text(row, each.path) for each in columns]


def signed_by(person: Person) -> str:
    """Return the name that somebody of the shop signs with; their number without."""
    with purposes.using(Purpose.OWN_REQUEST, by=person):
        return person.name or str(person.pk)


def _text(row: Model, path: str) -> str:
    found: Any = row
    try:
        for name in path.split("."):
            found = getattr(found, name)
    except ValueErased:
        return ERASED
    if dataclasses.is_dataclass(found) and not isinstance(found, type):
        return ", ".join(wording.lines(row, path, found))
    told = wording.plain(found)
    return "; ".join(map(str, told)) if isinstance(told, list) else _said(told)


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _told(export: Export, columns: Sequence[Column], at: datetime) -> str:
    decided: Any = export.decided_by
    lines = [
        f"Export {export.reference} of {settings.SHOP_NAME}",
        "",
        f"Asked for by: {signed_by(export.by)}",
        f"Approved by: {signed_by(decided)}",
        f"Built: {wording.minute(at)}",
        f"Purpose: {Purpose(export.purpose).words}",
        f"Days: {wording.day(export.since)} to {wording.day(export.until)}",
        f"Columns: {', '.join(each.path for each in columns)}",
        "",
        f"Use it for this purpose alone. Delete every copy by"
        f" {wording.day(at + LIFE + KEPT)}, or as soon as the shop tells you that",
        "somebody in it was erased.",
        "",
        "A cell that begins with ' held something that a spreadsheet takes for a",
        "formula: what was typed begins after it.",
        "",
    ]
    return "\r\n".join(lines)
