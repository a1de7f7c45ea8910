"""Makes a shop ready to open: keys, both databases, static files, demo, staff login.

Every step does only what is missing, so that a second start is quick and keeps all
data. Run with the settings in the environment: `python -m deploy.preparing`.
"""

from __future__ import annotations

import hashlib
import io
import pkgutil
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError
from django.db import DatabaseError, connections, router

from deploy import first_start
from deploy.plain_errors import PlainError, run_plainly
from privacy.encryption import keyfile, keyset

if TYPE_CHECKING:
    from collections.abc import Iterator

KEEPER = "keeper@example.net"
NOTHING = 1024 * 1024  # bytes on a disk where no write is sure to work any more


def prepare() -> None:
    """Do every step that is missing; raise PlainError where one can't be done."""
    try:
        is_new = _prepare_keys()
        django.setup()
        _prepare_databases()
        replay_ledger()
        _prepare_static_files()
        call_command("load_demo", verbosity=int(is_new))
        _prepare_staff()
    except keyset.KeysetError as error:
        raise PlainError(str(error)) from None
    except (ImproperlyConfigured, SystemCheckError, CommandError) as error:
        raise PlainError(f"The shop can't start: {error}") from error
    except DatabaseError as error:
        raise PlainError(_database_sentence(error)) from error


def _prepare_keys() -> bool:
    """See to it that the keys are there and usable; say whether they are new."""
    path, database = Path(settings.KEY_FILE), settings.DATABASES["default"]
    main = Path(str(database["NAME"]))
    is_new = first_start.make_keys(path, database=main, write_new=keyset.write_new)
    if is_new:
        print(f"New keys in {path}: keep a copy of them in a safe place.", flush=True)
    if keyset.load(path).signing is None and not keyset.in_environment():
        # A shop from before there were certificates.
        keyfile.change(keyfile.with_signing_key)
    return is_new


def _prepare_databases() -> None:
    """Bring the tables of both databases, and the cache's, up to date."""
    for alias in connections:
        if _is_behind(alias):
            print(f"Making the tables of the {alias} database …", flush=True)
            call_command("migrate", database=alias, interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def replay_ledger() -> None:
    """Do erasures again that a database from a backup does not know of."""
    from privacy.erasure import replaying

    if replaying.missing():
        print("Erasing again what a restored database brought back …", flush=True)
        call_command("erasures", "replay")


def _is_behind(alias: str) -> bool:
    """Compare names alone: to import all migrations takes most of a second start."""
    from django.db.migrations.recorder import MigrationRecorder

    applied = MigrationRecorder(connections[alias]).applied_migrations()
    return any(each not in applied for each in _migrations(alias))


def _migrations(alias: str) -> Iterator[tuple[str, str]]:
    """Yield app and name of every migration that lies there for a database."""
    for app in apps.get_app_configs():
        if not router.allow_migrate(alias, app.label):
            continue
        for found in pkgutil.iter_modules([str(Path(app.path) / "migrations")]):
            if not found.ispkg and found.name[0] not in "_~":
                yield app.label, found.name


def _prepare_static_files() -> None:
    """Collect, compress and hash the static files if one of them changed."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Collecting the static files …", flush=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)


def _fingerprint() -> str:
    return hashlib.sha256("\n".join(sorted(_static_files())).encode()).hexdigest()


def _static_files() -> Iterator[str]:
    """Yield path, size and time of change of every static file before collecting."""
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for path, storage in finder.list([]):
            if storage.exists(path):
                found = Path(storage.path(path)).stat()
                yield f"{path} {found.st_size} {found.st_mtime_ns}"


def _prepare_staff() -> None:
    """Make the first staff login; its password is shown this once."""
    from django.contrib.auth import get_user_model

    if get_user_model().objects.filter(is_staff=True).exists():
        return
    told = io.StringIO()
    call_command("create_staff", email=KEEPER, stdout=told)
    password = told.getvalue().strip()
    print(f"Staff login, shown this once: {KEEPER}  {password}", flush=True)


def _database_sentence(error: DatabaseError) -> str:
    reason = str(error).strip().splitlines()[0] if str(error).strip() else "no reason"
    # SQLite words a full disk in two ways, depending on which file it was writing.
    nothing_left = shutil.disk_usage(settings.VAR_DIR).free < NOTHING
    if "disk is full" in reason or nothing_left:
        return "The disk is full: the database could not be written. Free some space."
    return f"The database can't be used: {reason}."


if __name__ == "__main__":
    sys.exit(run_plainly(prepare))
