"""What happens to an export, written into the trail: which columns, and no value."""

from __future__ import annotations

from datetime import datetime

from privacy.exports.export import Export
from privacy.people import Person
from privacy.trail import recording
from privacy.trail.entry import Kind


def note(export: Export, what: str, *, at: datetime, by: Person | None = None) -> None:
    """Record one step, such as "approved". Call it before anything is locked."""
    recording.record(
        kind=Kind.EXPORT,
        what=what,
        by=by,
        fields=export.columns,
        row_id=export.pk,
        why=export.refusal or export.reason,
        at=at,
    )
