"""What a second person agrees to: how many rows and people, which columns, for whom.

No value is in it. Its hash goes with the agreement: what has changed since is shown
again before anybody agrees.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from privacy.certificates.canonical import canonical
from privacy.exports import choosing
from privacy.exports.export import Export
from privacy.exports.sheets import Column


@dataclass(frozen=True)
class Preview:
    """Counts, columns, and the hash of all that was shown."""

    rows: int
    people: int
    columns: tuple[Column, ...]
    digest: str

    @property
    def sealed(self) -> int:
        """Return how many columns name people or reach them."""
        return sum(each.is_sealed for each in self.columns)


def of(export: Export, *, most: int) -> Preview:
    """Count what an export would take out now; of more than `most` rows one more."""
    found = choosing.found(export, most=most + 1)
    columns = tuple(choosing.columns(export))
    people = len({owner for _, owner, _ in found if owner is not None})
    told = {
        "export": str(export.pk),
        "sheet": export.sheet,
        "columns": [each.label for each in columns],
        "since": export.since.isoformat(),
        "until": export.until.isoformat(),
        "only": export.only,
        "purpose": str(export.purpose),
        "recipient": export.recipient,
        "public_key": export.public_key,
        "rows": len(found),
        "people": people,
    }
    digest = hashlib.sha256(canonical(told)).hexdigest()
    return Preview(len(found), people, columns, digest)
