"""Restores of older backups, as the tests make them: one database goes back in time."""

from __future__ import annotations

from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from privacy.encryption import keys
from privacy.encryption.carried import Carried
from privacy.erasure import replaying
from privacy.people import Person
from privacy.vault.models import LedgerEntry


@contextmanager
def restored(alias="default"):
    """Take back what one of the databases is told within, and nothing of the other."""
    with transaction.atomic(using=alias):
        yield
        transaction.set_rollback(True, using=alias)
    keys.forget_held()


def replayed(at):
    """Do again all that is missing; return how many entries that were."""
    missing = replaying.missing()
    for each in missing:
        replaying.replay(each, at=at)
    keys.forget_held()
    return len(missing)


def is_erased(person_id: UUID):
    """Tell whether a person's row is empty and marked."""
    row = Person.objects.get(pk=person_id)
    values = [row.__dict__[name] for name in ("email", "email_index", "name")]
    return values == [None] * 3 and row.erased_at is not None and not row.is_active


def known():
    """Return the ids of the entries that each database knows as finished."""
    entries = LedgerEntry.objects.filter(finished_at__isnull=False)
    return (
        set(entries.values_list("pk", flat=True)),
        set(Carried.objects.values_list("pk", flat=True)),
    )
