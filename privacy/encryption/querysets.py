"""Queries over models with sealed fields: what can't work says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models
from django.db.models import sql
from django.db.models.query import ModelIterable

from privacy.encryption import fetching, inserting, keys, roots, sealing
from privacy.encryption.fields import SealedField, sealed_fields
from privacy.encryption.indexing import BlindIndexField, indexes_on
from privacy.encryption.inserting import SealedInsert

if TYPE_CHECKING:
    _ModelIterable = ModelIterable[Any]
else:
    # Django's iterables can't be subscripted when the program runs.
    _ModelIterable = ModelIterable


class SealedQuery(sql.Query):
    """Refuses to compute with, sort by or hand out sealed columns."""

    def resolve_ref(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Refuse F() and everything that is built on it."""
        found = super().resolve_ref(name, *args, **kwargs)
        if isinstance(getattr(found, "target", None), SealedField):
            _refuse(name, "used in an expression")
        return found

    def add_ordering(self, *ordering: Any) -> None:
        """Refuse to sort noise."""
        self._refuse_sealed(ordering, "sorted by")
        super().add_ordering(*ordering)

    def set_values(self, fields: Iterable[str] | None) -> None:
        """Refuse values() and values_list(): without its row nothing opens."""
        asked = list(fields or ())
        if not asked:
            asked = [
                field.name
                for field in self.get_meta().concrete_fields
                if isinstance(field, SealedField)
            ]
        self._refuse_sealed(asked, "read by values() or values_list()")
        super().set_values(fields)

    def add_distinct_fields(self, *field_names: str) -> None:
        """Refuse to tell ciphertexts apart."""
        self._refuse_sealed(field_names, "made distinct")
        super().add_distinct_fields(*field_names)

    def _refuse_sealed(self, names: Iterable[Any], done: str) -> None:
        for name in names:
            if isinstance(name, str) and self._ends_sealed(name.lstrip("-+")):
                _refuse(name, done)

    def _ends_sealed(self, name: str) -> bool:
        try:
            path = self.names_to_path(name.split("__"), self.get_meta())
        except (FieldError, FieldDoesNotExist):
            return False
        return isinstance(path[1], SealedField)


class SealedIterable(_ModelIterable):
    """Rows in blocks whose keys are found together, when the first is opened."""

    def __iter__(self) -> Iterator[Any]:
        """Return the objects, one by one."""
        blocks = self._straight() if self._is_straight() else self._roundabout()
        return chain.from_iterable(blocks)

    def _roundabout(self) -> Iterator[Any]:
        rows = super().__iter__()
        while block := list(islice(rows, keys.ASKED_AT_ONCE)):
            for kind, some in _by_kind(block).items():
                subject = sealing.subject_attname(kind)
                subjects = [each.__dict__.get(subject) for each in some]
                sealing.remember_peers(some, subjects)
            yield block

    def _is_straight(self) -> bool:
        """Tell whether each row is one whole object and nothing else."""
        queryset: Any = self.queryset
        query = queryset.query
        return (
            query.default_cols
            and not query.select_related
            and not query.annotation_select
            and not query.extra_select
            and query.deferred_loading == (frozenset(), True)
            and not queryset._known_related_objects
            and queryset.model.loads_straight()
        )

    def _straight(self) -> Iterator[Any]:
        queryset: Any = self.queryset
        compiler = queryset.query.get_compiler(using=queryset.db)
        rows = fetching.rows(
            compiler, chunked_fetch=self.chunked_fetch, chunk_size=self.chunk_size
        )
        names = [column[0].target.attname for column in compiler.select]
        while block := list(islice(rows, keys.ASKED_AT_ONCE)):
            yield queryset.model.from_rows(queryset.db, names, block)


class SealedQuerySet(models.QuerySet[Any]):
    """A queryset that seals in bulk operations and refuses what can't be sealed."""

    def __init__(
        self,
        model: type[models.Model] | None = None,
        query: sql.Query | None = None,
        using: str | None = None,
        hints: dict[str, models.Model] | None = None,
    ) -> None:
        """Start from a query that knows sealed columns."""
        super().__init__(model, query or SealedQuery(model), using, hints)
        self._iterable_class = SealedIterable

    def update(self, **values: Any) -> int:
        """Write plain columns; sealed ones can only be cleared, index with them."""
        for name, value in list(values.items()):
            field = self.model._meta.get_field(name)
            if hasattr(value, "resolve_expression"):
                value.resolve_expression(self.query.clone(), for_save=True)
            if _says_whose(self.model, field) and not sealing.left_sealed():
                raise FieldError(
                    f"{name!r} says whose the encrypted values are, and they are sealed"
                    " for the person: set it on each object and save that."
                )
            if isinstance(field, SealedField):
                # bulk_update comes through here with values that it sealed.
                if value is not None and not sealing.left_sealed():
                    _refuse(name, "written by update()")
                if value is None:
                    values |= {i.name: None for i in indexes_on(field.model, field)}
        return super().update(**values)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Seal each object's values for its own row.

        A conflict can't overwrite a sealed value: the row that is there has an id of
        its own, to which the new value is not bound.
        """
        for name in _named_in_conflicts(**kwargs):
            if isinstance(self.model._meta.get_field(name), SealedField):
                _refuse(name, "used in update_conflicts")
        with roots.steady(), sealing.values_left_sealed():
            return super().bulk_create(objs, *args, **kwargs)

    def _prepare_for_bulk_create(self, objs: list[Any]) -> None:
        super()._prepare_for_bulk_create(objs)  # type: ignore[misc] # not in stubs
        inserting.seal(self.model, objs)

    def _insert(
        self, objs: list[Any], fields: Any, *, using: str | None = None, **kwargs: Any
    ) -> Any:
        if len(objs) == 1:
            return super()._insert(  # type: ignore[misc] # not in stubs
                objs, fields, using=using, **kwargs
            )
        returning, raw = kwargs.pop("returning_fields", None), kwargs.pop("raw", False)
        query = SealedInsert(self.model, **kwargs)
        query.insert_values(fields, objs, raw=raw)
        compiler = query.get_compiler(using=using or self.db)
        return compiler.execute_sql(returning)

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        """Seal each object's values for its own row, and write the indexes along."""
        rows, names = list(objs), list(fields)
        with_indexes = _with_indexes(self.model, names)
        with roots.steady():
            for each in rows:
                _seal_for_update(each, with_indexes)
            with sealing.values_left_sealed():
                changed = super().bulk_update(rows, with_indexes, batch_size)
        for each in filter(sealing.moved, rows):
            sealing.remember_place(each)
        return changed


def _named_in_conflicts(
    *, update_fields: Any = None, unique_fields: Any = None, **kwargs: Any
) -> list[str]:
    return [*(update_fields or ()), *(unique_fields or ())]


def _by_kind(block: list[Any]) -> dict[type[models.Model], list[Any]]:
    """The objects of a block, and sealed ones loaded along with them, by model."""
    # A copy: a related row of the same model is no row of the block.
    found: dict[type[models.Model], list[Any]] = {type(block[0]): [*block]}
    for each in block:
        for related in each._state.fields_cache.values():
            if getattr(related, "holds_sealed_values", False):
                found.setdefault(type(related), []).append(related)
    return found


def _says_whose(model: type[models.Model], field: Any) -> bool:
    return not field.primary_key and field.attname == sealing.subject_attname(model)


def _seal_for_update(instance: Any, names: list[str]) -> None:
    kind: type[models.Model] = type(instance)
    fields = [kind._meta.get_field(name) for name in names]
    sealed = [field for field in fields if isinstance(field, SealedField)]
    if sealing.moved(instance):
        sealing.move(instance, sealed_fields(kind), frozenset(names))
    sealing.note_set(instance, *(field.attname for field in sealed))
    for field in fields:
        if isinstance(field, SealedField | BlindIndexField):
            value = field.pre_save(instance, add=False)
            instance.__dict__[field.attname] = value


def _with_indexes(model: type[models.Model], names: Sequence[str]) -> list[str]:
    found = list(names)
    for name in names:
        field = model._meta.get_field(name)
        if isinstance(field, SealedField):
            found += [index.name for index in indexes_on(model, field)]
    return list(dict.fromkeys(found))


def _refuse(name: str, done: str) -> None:
    raise FieldError(
        f"{name!r} is encrypted: it can't be {done}. Load the objects and read the"
        " attribute for a purpose instead."
    )
