"""`manage.py keys rotate-index`: in three runs, or in one that waits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from privacy.encryption import canary, index_rotation, keyset
from privacy.encryption.rotation import Done
from privacy.management.key_changes import BY_HAND, RESTART
from privacy.management.progress import Progress, counted, moment
from privacy.vault.models import Rotation


def rotate_index(*, out: Any, dry_run: bool, wait: bool = False) -> Iterator[str]:
    """Replace the index root key, and every digest with it."""
    canary.prove()
    if dry_run:
        yield f"{counted(index_rotation.digests(), 'digest')} to be made anew."
        yield "Nothing was changed."
        return
    if index_rotation.is_over():
        yield from _over()
        return
    if keyset.in_environment() and keyset.current().next_index is None:
        yield BY_HAND
        yield 'Add "next_index": "…" to it, with the output of'
        yield "  openssl rand -base64 32"
        yield f"{RESTART} Then type the same again."
        return
    started = index_rotation.announce(at=timezone.now())
    yield from _one_round(out, started)
    while wait and (seconds := _seconds_to_wait(started)) > 0:
        time.sleep(seconds)
        yield from _one_round(out, started)


def _seconds_to_wait(started: Rotation) -> float:
    now = timezone.now()
    until = index_rotation.waits_until(started) or now
    return (until - now).total_seconds()


def _one_round(out: Any, started: Rotation) -> Iterator[str]:
    """Do what can be done now, and say what remains."""
    at = timezone.now()
    if not index_rotation.switch(started, at=at):
        yield "There is a next index root now, and nothing is made under it yet."
        yield "Bring the key file to every machine of the shop before you go on."
        yield _again(started)
        return
    done = _all(out)
    yield f"{counted(done.values, 'digest')} made anew."
    if done.left:
        yield f"{counted(done.left, 'digest')} could not be, and the old root stays:"
        yield "`docs/encryption.md` says what to do."
    elif at < (index_rotation.waits_until(started) or at):
        yield _again(started)
    else:
        yield from _finish(started)


def _finish(started: Rotation) -> Iterator[str]:
    if keyset.in_environment():
        yield BY_HAND
        yield 'Put what "next_index" holds into "index", and take "next_index" out.'
        yield f"{RESTART} Then type the same again."
        return
    index_rotation.finish(started, at=timezone.now())
    yield from _over()


def _over() -> Iterator[str]:
    if started := index_rotation.begun():
        index_rotation.close(started, at=timezone.now())
    yield "The old index root is gone. Bring the key file to every machine, and keep"
    yield "the one from before as long as you keep backups from before."


def _again(started: Rotation) -> str:
    until = index_rotation.waits_until(started) or timezone.now()
    return f"Type the same again after {moment(until)}."


def _all(out: Any) -> Done:
    progress, total = Progress(out, index_rotation.rows(), "rows"), Done()
    for done in index_rotation.backfill():
        total += done
        progress.add(done.people)
    progress.end()
    return total
