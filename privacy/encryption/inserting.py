"""Many new rows at once: sealed together, and written with one row of marks for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.db import models
from django.db.models import sql

from privacy.encryption import envelope, keys, sealing
from privacy.encryption.fields import SealedField, sealed_fields
from privacy.encryption.indexing import BlindIndexField, indexes_on
from privacy.encryption.sealing import PLACE, Fresh


def seal(model: type[models.Model], rows: Sequence[Any]) -> None:
    """Seal what was assigned to new rows, make its digests, and note their places.

    The keys that are not in memory are asked for with one query for each 500.
    """
    fields = sealed_fields(model)
    for start in range(0, len(rows), keys.ASKED_AT_ONCE):
        some = rows[start : start + keys.ASKED_AT_ONCE]
        for field in fields:
            for index in indexes_on(model, field):
                index.follow_all(some)
        _seal(some, fields)


def _seal(rows: Sequence[Any], fields: Sequence[SealedField]) -> None:
    places = [sealing.belongs_to(row) for row in rows]
    if any(subject != pk for subject, pk in places):
        # Else their keys are made with them.
        keys.prefetch(subject for subject, _ in places)
    nonces = envelope.nonces(len(rows) * len(fields))
    for row, place in zip(rows, places, strict=True):
        _seal_row(row, fields, place, nonces)
        row.__dict__[PLACE] = *place, ()


def _seal_row(
    row: Any, fields: Sequence[SealedField], place: Any, nonces: Iterator[bytes]
) -> None:
    around, key, ids = row.__dict__, None, b""
    for field in fields:
        stored = around.get(field.attname)
        if type(stored) is not Fresh:
            sealing.sealed(row, field)
            continue
        if key is None:
            key, ids = sealing.sealing_key(row, place[0]), sealing.ids_of(*place)
        around[field.attname] = key.seal(
            field.packed(stored.value), field.prefix + ids, next(nonces)
        )


class SealedInsert(sql.InsertQuery):
    """An INSERT that is put together in fewer steps."""

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        """Return Django's compiler, which asks for its marks here."""
        compiler: Any = super().get_compiler(*args, **kwargs)
        compiler.assemble_as_sql = partial(_assembled, compiler.assemble_as_sql)
        return compiler


def _assembled(
    otherwise: Any, fields: Sequence[Any], rows: Sequence[Sequence[Any]]
) -> Any:
    """Return marks and values, where each value has the mark that every value has."""
    kinds = {type(value) for row in rows for value in row}
    if any(hasattr(kind, "as_sql") for kind in kinds) or any(map(_is_special, fields)):
        return otherwise(fields, rows)
    return [["%s"] * len(fields)] * len(rows), rows


def _is_special(field: Any) -> bool:
    ours = isinstance(field, SealedField | BlindIndexField)
    return field is None or (not ours and hasattr(field, "get_placeholder"))
