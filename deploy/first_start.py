"""What a new shop needs before its first start: a closed folder, settings, keys.

Nothing here overwrites: a file that exists stays as it is.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from typing import TYPE_CHECKING

from deploy.plain_errors import PlainError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROOM = 64 * 1024 * 1024  # bytes that a shop in use may need at once
# In shop/settings.py these are VAR_DIR, MAIL_DIR and BROKER_DIR.
FOLDERS = (".", "log", "mail", "broker", "broker/queue", "broker/control")
SETTINGS = """\
# Made by the first `make run`. shop/settings.py lists every name and its default.
DEMO=1
ALLOWED_HOSTS=127.0.0.1,localhost
SECRET_KEY={secret_key}
"""


def make_folder(var: Path) -> None:
    """Make `var` and what it holds, closed to everyone but its owner.

    Raises PlainError when the disk has too little room to start safely.
    """
    for name in FOLDERS:
        (var / name).mkdir(mode=0o700, exist_ok=True)
    free = shutil.disk_usage(var).free
    if free < ROOM:
        megabytes = f"{free // 1024**2} MB free and {ROOM // 1024**2} MB are needed"
        message = f"The disk is full: {var} has {megabytes}. Free some space first."
        raise PlainError(message)


def make_settings(path: Path) -> bool:
    """Write the settings of a demo shop with a fresh secret; say whether it was new."""
    if path.exists():
        _refuse_open_file(path)
        return False
    create_closed(path, SETTINGS.format(secret_key=secrets.token_urlsafe(50)))
    return True


def make_keys(
    path: Path, *, database: Path, write_new: Callable[[Path], object]
) -> bool:
    """Write a new key file through `write_new`; say whether it was new.

    Raises PlainError if the keys of an existing `database` are gone: new ones
    would open nothing in it.
    """
    if path.exists():
        return False
    if database.exists():
        message = f"{path} is missing, and nothing in {database} opens without it."
        message += f" Put it back from your copy, or move {path.parent} away"
        raise PlainError(f"{message} to begin with an empty shop.")
    try:
        write_new(path)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return True


def create_closed(path: Path, text: str) -> None:
    """Write `text` to a new file that only its owner may read; never overwrite."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
    except OSError:
        path.unlink()
        raise


def _refuse_open_file(path: Path) -> None:
    mode = path.stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        message = f"Others on this machine can read {path}. Close it: chmod 600 {path}"
        raise PlainError(message)
    if not os.access(path, os.R_OK):
        message = f"{path} can't be read. Give it to the user who starts the shop."
        raise PlainError(message)
