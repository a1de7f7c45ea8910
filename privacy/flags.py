"""Flags that let somebody do more than a customer: none changes without a word.

Whoever listens is told before the change, in its transaction. What can't be told of is
not done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import FieldError
from django.db import models, router, transaction
from django.dispatch import Signal

from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel

FLAGS = ("is_staff", "is_superuser")
changes = Signal()
"""Sent with ``person``, ``what`` ("staff_made", "given" or "taken") and ``names``."""


class FlaggedQuerySet(SealedQuerySet):
    """Rows whose flags are told of when many change at once."""

    def update(self, **values: Any) -> int:
        """Write columns. Raises FieldError for a flag that is not simply yes or no."""
        told = {name: values[name] for name in FLAGS if name in values}
        if not told:
            return super().update(**values)
        for name, value in told.items():
            if not isinstance(value, bool):
                raise FieldError(f"Set {name!r} to True or False, or save each person.")
        with transaction.atomic(using=self.db):
            for name, value in told.items():
                for person in self.filter(**{name: not value}):
                    _tell(person, "given" if value else "taken", [name])
            return super().update(**values)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Make rows, and tell of those that are of the staff."""
        made = list(objs)
        with transaction.atomic(using=self.db):
            for person in made:
                _tell(person, "staff_made", _set(person))
            return super().bulk_create(made, *args, **kwargs)


class Flagged(SealedModel):
    """Somebody who may be of the staff."""

    is_staff = models.BooleanField(default=False)

    class Meta:
        """A part of a person."""

        abstract = True

    def save(self, **how: Any) -> None:
        """Save, and tell of each flag that changes with it."""
        told = _written(how.get("update_fields"))
        if not told or (self._state.adding and not _set(self)):
            super().save(**how)
            return
        using = how.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using=using):
            self._tell_of(told, using)
            super().save(**how)

    def _tell_of(self, names: Collection[str], using: str) -> None:
        if self._state.adding:
            _tell(self, "staff_made", _set(self))
            return
        rows = type(self)._base_manager.using(using).filter(pk=self.pk)
        before = rows.values(*FLAGS).first() or {}
        now = {name: bool(getattr(self, name)) for name in names}
        now = {name: value for name, value in now.items() if value != before.get(name)}
        _tell(self, "given", [name for name, value in now.items() if value])
        _tell(self, "taken", [name for name, value in now.items() if not value])


def _written(update_fields: Iterable[str] | None) -> list[str]:
    return [name for name in FLAGS if update_fields is None or name in update_fields]


def _set(person: Any) -> list[str]:
    return [name for name in FLAGS if getattr(person, name)]


def _tell(person: Any, what: str, names: Collection[str]) -> None:
    if names:
        changes.send(type(person), person=person, what=what, names=names)
