"""Finding sealed values: the digest beside a field, and lookups that go through it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet, FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Model
from django.db.models.expressions import Col
from django.db.models.query_utils import DeferredAttribute

from privacy.encryption import blind, roots, sealing
from privacy.encryption.blind import DIGEST_BYTES
from privacy.encryption.sealing import Fresh

if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
    _Lookup = Lookup[Any]
else:
    # Django's fields and lookups can't be subscripted when the program runs.
    _Field, _Lookup = models.Field, Lookup


class BlindAttribute(DeferredAttribute):
    """Gives the digest of the value that the row is about to have."""

    field: BlindIndexField

    def __get__(self, instance: Model | None, cls: type[Model] | None = None) -> Any:
        """Return the digest, or None when there is no value."""
        if instance is None:
            return self
        # A sealed field is no relation: its attribute has its name.
        source = self.field.source
        stored = instance.__dict__.get(source)
        if stored.__class__ is Fresh:
            return self.field.digest_of(stored.value)
        if stored is None and source in instance.__dict__:
            return None
        return super().__get__(instance, cls)

    def __set__(self, instance: Model, value: Any) -> None:
        """Take the digest as it came from the database."""
        instance.__dict__[self.field.attname] = None if value is None else bytes(value)
        if not instance._state.adding:
            sealing.note_change(instance, self.field.attname)


class BlindIndexField(_Field):
    """The digest of a sealed field beside it, filled by itself.

    `source` names the sealed field, `part` one attribute of a dataclass value.
    """

    descriptor_class = BlindAttribute
    empty_strings_allowed = False

    def __init__(
        self,
        *args: Any,
        source: str,
        context: str,
        part: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Take the sealed field's name and the frozen context of the index key."""
        self.source, self.context, self.part = source, context, part
        kwargs |= {"max_length": DIGEST_BYTES, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return the field's making."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "editable"):
            del kwargs[fixed]
        made = {"source": self.source, "context": self.context, "part": self.part}
        return name, path, args, kwargs | made

    def get_internal_type(self) -> str:
        """Digests are bytes in the database."""
        return "BinaryField"

    def source_field(self, model: type[Model]) -> Any:
        """Return the sealed field that this one indexes."""
        return model._meta.get_field(self.source)

    def digest_of(self, value: Any, root: bytes | None = None) -> bytes | None:
        """Return the digest of a plain value of the source field."""
        found = self._normalised(value)
        return None if found is None else blind.digest(self.context, found, root=root)

    def digests_of(self, value: Any) -> list[bytes]:
        """Return every digest under which a value may be stored now."""
        found = self._normalised(value)
        return [] if found is None else blind.digests(self.context, found)

    def _normalised(self, value: Any) -> str | None:
        part = getattr(value, self.part) if self.part else value
        return None if part is None else self.source_field(self.model).normalised(part)

    def follow(self, instance: Model) -> None:
        """Take the digest of the source's value that is about to be saved.

        While the root is being replaced, a row that has the same value under the
        other root comes under this one first: the two collide as they should.
        """
        value = instance.__dict__[self.attname] = getattr(instance, self.attname)
        if not self.unique or len(roots.known()) == 1:
            return
        stored = instance.__dict__.get(self.source_field(type(instance)).attname)
        if isinstance(stored, Fresh):
            others = set(self.digests_of(stored.value)) - {value}
            every: models.QuerySet[Any] = models.QuerySet(self.model)
            rows = every.filter(**{f"{self.name}__in": others})
            rows.exclude(pk=instance.pk).update(**{self.name: value})

    def follow_all(self, rows: Iterable[Model]) -> None:
        """Take the digests of what was assigned to many rows."""
        if len(roots.known()) > 1:
            for row in rows:
                self.follow(row)
            return
        root, name, source = roots.in_force(), self.attname, self.source
        for row in rows:
            stored: Any = row.__dict__.get(source)
            if type(stored) is Fresh:
                row.__dict__[name] = self.digest_of(stored.value, root)
            else:
                self.follow(row)

    def pre_save(self, model_instance: Model, add: bool) -> Any:
        """Return the digest of the value that is saved with it."""
        around = model_instance.__dict__
        if type(around.get(self.source)) is bytes and self.attname in around:
            return around[self.attname]
        return getattr(model_instance, self.attname)

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        """Let only digests through."""
        if value is None or (isinstance(value, bytes) and len(value) == DIGEST_BYTES):
            return value
        raise FieldError(f"{self.context} takes a digest of {DIGEST_BYTES} bytes.")

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """Refuse expressions too, but for those that bulk_update makes."""
        if hasattr(value, "as_sql") and sealing.left_sealed():
            return value
        return self.get_db_prep_value(value, connection)

    def get_placeholder(
        self, value: Any, compiler: Any, connection: BaseDatabaseWrapper
    ) -> str:
        """Bind bytes one by one, as sealed fields do."""
        return "%s"

    def formfield(self, **kwargs: Any) -> None:
        """Offer no form field."""
        return


def indexes_on(model: type[Model], field: _Field) -> Sequence[BlindIndexField]:
    """Return the blind indexes over a sealed field."""
    return _indexes_on(model, field.name)


@functools.cache
def _indexes_on(model: type[Model], name: str) -> Sequence[BlindIndexField]:
    # By the name: fields are slow to hash and to compare.
    return [
        index
        for index in model._meta.concrete_fields
        if isinstance(index, BlindIndexField) and index.source == name
    ]


class _Indexed(_Lookup):
    """An exact match on a sealed field, turned into one on its blind index."""

    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Any) -> None:
        """Refuse at once what has no index; None is Django's way to ask isnull."""
        super().__init__(lhs, rhs)
        if hasattr(rhs, "resolve_expression"):
            raise FieldError("A sealed field can't be compared with an expression.")
        if rhs is not None and self.index is None:
            raise FieldError(f"{lhs.target.context} is encrypted: no index finds it.")

    def digests(self, index: BlindIndexField) -> list[bytes]:
        """Return the digests of the values that are looked for."""
        wanted = [value for value in self.wanted() if value is not None]
        return sorted({each for value in wanted for each in index.digests_of(value)})

    def wanted(self) -> Iterable[Any]:
        """Return the values that are looked for."""
        return [str(self.rhs)]

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        """Compare the index column with the digests."""
        index: Any = self.index
        sql, params = compiler.compile(Col(self.lhs.alias, index))
        wanted = self.digests(index)
        if not wanted:
            raise EmptyResultSet
        marks = ", ".join(["%s"] * len(wanted))
        return f"{sql} IN ({marks})", [*params, *wanted]

    @property
    def index(self) -> BlindIndexField | None:
        """Return the index over the whole value, if there is one."""
        field = self.lhs.target
        for index in indexes_on(field.model, field):
            if index.part is None:
                return index
        return None


class _Exact(_Indexed):
    lookup_name = "exact"


class _In(_Indexed):
    lookup_name = "in"

    def wanted(self) -> Iterable[Any]:
        """Return each of the values."""
        return self.rhs  # type: ignore[no-any-return] # what filter() was given


LOOKUPS: dict[str, type[Lookup[Any]]] = {"exact": _Exact, "iexact": _Exact, "in": _In}
