"""`manage.py keys rotate-people` and `rotate-index`: the long ones, with progress."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from privacy.encryption import canary, keyset, rotation
from privacy.encryption.rotation import Done
from privacy.management.progress import Progress
from privacy.vault.models import Rotation


def rotate_people(
    *, out: Any, dry_run: bool, data: bool = False, wait: bool = False
) -> Iterator[str]:
    """Wrap all data keys under the primary key; with `data`, make new ones too."""
    canary.prove()
    primary = keyset.reread().primary
    waiting = rotation.to_rewrap().count()
    if dry_run:
        yield f"{waiting:,} data keys would be wrapped under {primary}."
        if data:
            yield f"{rotation.people():,} people would get a new data key, and"
            yield f"{rotation.values():,} values would be sealed under them."
        yield "Nothing was changed."
        return
    progress, wrapped = Progress(out, waiting, "data keys"), 0
    for done in rotation.rewrap():
        wrapped += done
        progress.add(done)
    progress.end()
    yield f"{wrapped:,} data keys were wrapped under {primary}."
    if data:
        yield from _new_data_keys(out, wait)


def _new_data_keys(out: Any, wait: bool) -> Iterator[str]:
    under_way = rotation.begin(at=timezone.now())
    yield f"New data keys for all, since {_moment(under_way.begun_at)}."
    progress = Progress(out, rotation.people(), "people")
    done = _all(rotation.renew(under_way, at=timezone.now()), progress)
    yield f"{done.values:,} values were sealed anew."
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
    progress = Progress(out, rotation.outlived(), "old data keys")
    done = _all(rotation.finish(at=timezone.now()), progress)
    if done.destroyed:
        yield f"{done.destroyed:,} old data keys were destroyed."
    if done.left:
        yield f"{done.left:,} values do not open: they were changed by somebody, and"
        yield "their old keys stay. `docs/encryption.md` says what to do."


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
        f"{rotation.outlived():,} old data keys stay for ten minutes, for whoever still"
        f" holds them. Type the same again after {_moment(after)}."
    )


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at + timedelta(seconds=59)):%d %B %H:%M}"
