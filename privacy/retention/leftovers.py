"""What lies outside the models' tables: messages, letters in files, ended limits."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connections, router

MESSAGES_KEPT = timedelta(days=1)
"""Rows are the truth: what a message asked for was done by a sweep long before."""
MAIL_KEPT = timedelta(days=30)
_FOLDERS = ("data_folder_in", "data_folder_out", "processed_folder")
# As kombu's filesystem transport names them. It reads them in the folder for
# temporary files, where a worker that was killed leaves one.
_MESSAGE = re.compile(r"\d+_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\..+\.msg")


class Place(Protocol):
    """Clears what is past its date in one place, or only counts it."""

    def __call__(self, *, at: datetime, dry: bool = False) -> int:
        """Return how many things went, or would go."""


def messages(*, at: datetime, dry: bool = False) -> int:
    """Delete messages that nobody fetched for a day, and those left half read."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    folders = {Path(options[name]) for name in _FOLDERS if name in options}
    if folders:
        folders.add(Path(tempfile.gettempdir()))
    before = at - MESSAGES_KEPT
    found = [each for folder in folders for each in _older(folder, "*.msg", before)]
    return _removed([each for each in found if _MESSAGE.fullmatch(each.name)], dry)


def mail(*, at: datetime, dry: bool = False) -> int:
    """Delete letters that the demo shop wrote to files."""
    found = _older(Path(settings.MAIL_DIR), "*.log", at - MAIL_KEPT)
    return _removed(list(found), dry)


def limits(*, at: datetime, dry: bool = False) -> int:
    """Delete ended entries of the cache where it is a table; Redis does it itself."""
    found = caches["default"]
    if not isinstance(found, BaseDatabaseCache):
        return 0
    cache: Any = found
    alias = router.db_for_write(cache.cache_model_class)
    connection = connections[alias]
    table = connection.ops.quote_name(cache._table)
    if cache._table not in connection.introspection.table_names():
        return 0
    act = "SELECT count(*)" if dry else "DELETE"
    when = connection.ops.adapt_datetimefield_value(at.replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"{act} FROM {table} WHERE expires < %s", [when])
        return int(cursor.fetchone()[0] if dry else cursor.rowcount)


PLACES: Mapping[str, Place] = {
    "broker messages": messages,
    "letters in files": mail,
    "ended limits": limits,
}
"""Each place by the name that reports use."""


def counted(*, at: datetime) -> dict[str, int]:
    """Return how much is past its date in each place."""
    found = {name: place(at=at, dry=True) for name, place in PLACES.items()}
    return {name: number for name, number in found.items() if number}


def _older(folder: Path, pattern: str, before: datetime) -> Iterator[Path]:
    for each in folder.glob(pattern):
        try:
            told = each.lstat()
        except FileNotFoundError:
            continue
        if told.st_mtime < before.timestamp() and told.st_uid == os.getuid():
            yield each


def _removed(files: list[Path], dry: bool) -> int:
    for each in [] if dry else files:
        # Another sweep may have been first.
        each.unlink(missing_ok=True)
    return len(files)
