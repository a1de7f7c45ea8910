"""Rows that arrive while somebody is erased, or a moment later: they go as well."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from privacy.encryption import shredding
from privacy.erasure import batches, owned, plans
from privacy.erasure.batches import Work
from privacy.erasure.run import Run
from privacy.people import Person

PASSES = 5


class StillThere(Exception):
    """New rows came faster than they could be included."""


def include(works: Sequence[Work], *, at: datetime) -> int:
    """Do what is there now until nothing is; return how many rows there were.

    Raises StillThere when rows keep coming.
    """
    included = 0
    for _ in range(PASSES):
        now = sum(batches.include(work, at=at) for work in batches.with_rows(works))
        if not now:
            return included
        included += now
    raise StillThere("Rows of an erased person keep coming.")


def include_late(*, at: datetime) -> int:
    """Clear and delete what other processes wrote for people erased a moment ago.

    They may have held the person, and the key, for a while. Returns how many rows.
    """
    return sum(_late(subject, at) for subject in shredding.lately(at=at))


def spared(runs: Sequence[Run]) -> Collection[UUID]:
    """Return the ids of the rows that stay for now: runs, and the cases they are of."""
    return {each for run in runs for each in (run.pk, run.case_id) if each}


def _late(person_id: UUID, at: datetime) -> int:
    stay = spared(list(Run.objects.filter(subject_id=person_id)))
    works = [
        Work(model._meta.label, *plans.goes(model), person_id, None, stay)
        for model in owned.models()
        if model is not Person and plans.goes(model)[1]
    ]
    return include(works, at=at)
