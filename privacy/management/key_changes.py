"""`manage.py keys add`, `promote` and `retire`: what they do and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from privacy.encryption import canary, keyfile, keyset, rotation
from privacy.encryption.keyset import Keyset
from privacy.management.progress import counted, moment

BY_HAND = (
    "The keys come from the environment variable KEYSET, which a command can't change."
)
RESTART = "Then start every web server and worker again."


def add(*, out: Any, dry_run: bool) -> Iterator[str]:
    """Make a new key-encryption key, which wraps nothing yet."""
    canary.prove()
    key_id = keyfile.new_id(at=timezone.now())
    if keyset.in_environment():
        yield BY_HAND
        yield f'Add "{key_id}": "…" to "keys" in it, with the output of'
        yield "  openssl rand -base64 32"
        yield RESTART
    elif dry_run:
        yield "A new key would be added to the key file. Nothing was changed."
    else:
        keyfile.change(lambda keys: keyfile.with_key(keys, key_id))
        canary.prove()
        yield f"Added {key_id}. It wraps nothing yet: keep a copy of the key file,"
        yield "bring it to every machine of the shop, and then type"
        yield f"  manage.py keys promote {key_id}"


def promote(*, out: Any, key: str, dry_run: bool) -> Iterator[str]:
    """Let a key wrap every data key that is made from now on."""
    canary.prove()
    keyset.key(key)
    if keyset.in_environment():
        yield BY_HAND
        yield f'Set "primary" in it to "{key}". {RESTART}'
    elif dry_run:
        yield f"{key} would become the primary key. Nothing was changed."
    else:
        at = timezone.now()
        keyfile.change(lambda keys: keyfile.with_primary(keys, key, at=at))
        yield f"{key} is the primary key now. Others follow within a minute."
        yield "  manage.py keys rotate-people"
        yield "brings all data keys under it."


def retire(*, out: Any, key: str, dry_run: bool) -> Iterator[str]:
    """Remove a key-encryption key under which nothing lies any more."""
    canary.prove()
    found = keyset.reread()
    if key not in found.keys and canary.remove(key):
        # The last time was broken off between the file and its proof.
        yield f"{key} is retired."
        return
    _may_go(found, key, at=timezone.now())
    if keyset.in_environment():
        yield BY_HAND
        yield f'Nothing lies under {key}: take it out of "keys". {RESTART}'
    elif dry_run:
        yield f"Nothing lies under {key}: it would be removed. Nothing was changed."
    else:
        yield _removed(found, key)


def _may_go(found: Keyset, key: str, *, at: datetime) -> None:
    found.key(key)
    if key == found.primary:
        raise CommandError(f"{key} is the primary key: promote another one first.")
    since = found.primary_since
    until = datetime.fromisoformat(since) + rotation.OLD_KEYS_STAY if since else at
    if at < until:
        raise CommandError(
            f"Another process may still use {key}: retire it after {moment(until)}."
        )
    if under := rotation.under(key):
        raise CommandError(
            f"{counted(under, 'data key')} under {key}: type 'manage.py keys"
            " rotate-people' first."
        )


def _removed(before: Keyset, key: str) -> str:
    keyfile.change(lambda keys: keyfile.without_key(keys, key))
    if rotation.under(key):
        # Somebody wrapped a data key under it at the last moment.
        keyfile.change(lambda keys: keyfile.with_key_again(keys, key, before.key(key)))
        raise CommandError(f"{key} was used just now and stays: rotate once more.")
    canary.remove(key)
    return f"{key} is retired. Backups of the vault from before still need it."
