"""`manage.py keys rotate-people` and `rotate-index`: the long ones, with progress."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from privacy.encryption import canary, keyset, rotation
from privacy.encryption.rotation import Done
from privacy.management.progress import Progress, counted, moment
from privacy.vault.models import Rotation


def rotate_people(
    *, out: Any, dry_run: bool, data: bool = False, wait: bool = False
) -> Iterator[str]:
    """Wrap all data keys under the primary key; with `data`, make new ones too."""
    canary.prove()
    primary = keyset.reread().primary
    waiting = rotation.to_rewrap().count()
    if dry_run:
        yield f"{counted(waiting, 'data key')} to be wrapped under {primary}."
        if data:
            yield f"{counted(rotation.people(), 'new data key')} to be made."
            yield f"{counted(rotation.values(), 'value')} to be sealed anew."
        yield "Nothing was changed."
        return
    progress, wrapped = Progress(out, waiting, "data keys"), 0
    for done in rotation.rewrap():
        wrapped += done
        progress.add(done)
    progress.end()
    yield f"{counted(wrapped, 'data key')} wrapped under {primary}."
    if data:
        yield from _new_data_keys(out, wait)


def _new_data_keys(out: Any, wait: bool) -> Iterator[str]:
    under_way = rotation.begin(at=timezone.now())
    yield f"New data keys for all, since {moment(under_way.begun_at)}."
    progress = Progress(out, rotation.people(), "people")
    done = _all(rotation.renew(under_way, at=timezone.now()), progress)
    yield f"{counted(done.values, 'value')} sealed anew."
    while True:
        yield from _finished(out)
        if rotation.close(under_way, at=timezone.now()):
            yield "No old data key is left. Make a backup of both databases now:"
            yield "older ones of the shop's need the vault's of the same day."
            return
        if not wait:
            yield _when(under_way)
            return
        time.sleep(30)


def _finished(out: Any) -> Iterator[str]:
    progress = Progress(out, rotation.people(), "people")
    done = _all(rotation.finish(at=timezone.now()), progress)
    if done.destroyed:
        yield f"{counted(done.destroyed, 'old data key')} destroyed."
    if done.left:
        yield f"{counted(done.left, 'value')} did not open, changed by somebody: the"
        yield "old keys of those people stay. `docs/encryption.md` says what to do."


def _all(batches: Iterator[Done], progress: Progress) -> Done:
    total = Done()
    for done in batches:
        total += done
        progress.add(done.people)
    progress.end()
    return total


def _when(under_way: Rotation) -> str:
    after = timezone.now() + rotation.OLD_KEYS_STAY
    return (
        f"{counted(rotation.outlived(), 'old data key')} may still be held elsewhere:"
        f" type the same again after {moment(after)}."
    )
