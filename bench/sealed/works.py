"""What is measured of every kind of encryption, each time beside plain columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from bench.sealed.contacts import AT_ONCE
from bench.sealed.names import CREATED, ENVELOPE, GOT, LISTED, READ
from bench.sealed.turns import Way, Work

GETS = 500

Reader = Callable[[Any], object]


@dataclass(frozen=True)
class Side:
    """One table: how new rows of it are made and how what they hold is read."""

    model: type[models.Model]
    made: Callable[[], Iterator[models.Model]]
    read: Reader
    read_address: Reader


def works(plain: Side, encrypted: Side, *, rows: int) -> list[Work]:
    """Return all that is measured, in sequence: the first one fills the tables."""
    return [
        _work(CREATED, rows, _creating, plain, encrypted),
        _work(LISTED, rows, lambda side: listing(side, read_id), plain, encrypted),
        _work(
            ENVELOPE,
            rows,
            lambda side: listing(side, side.read_address),
            plain,
            encrypted,
        ),
        _work(READ, rows, lambda side: listing(side, side.read), plain, encrypted),
        _work(GOT, GETS, _getting, plain, encrypted),
    ]


def _work(
    name: str, count: int, way: Callable[[Side], Way], plain: Side, encrypted: Side
) -> Work:
    return Work(name, count, {"plain": way(plain), "encrypted": way(encrypted)})


def read_id(row: Any) -> object:
    """Touch nothing personal."""
    return row.pk


def each(rows: Iterable[Any], read: Reader) -> None:
    """Read every row."""
    for row in rows:
        read(row)


def _creating(side: Side) -> Way:
    def create() -> None:
        side.model._default_manager.bulk_create(side.made(), batch_size=AT_ONCE)

    return Way(create, before=lambda: side.model._default_manager.all().delete())


def listing(side: Side, read: Reader) -> Way:
    """Load every row, and read something of each."""
    return Way(lambda: each(side.model._default_manager.all(), read))


def _getting(side: Side) -> Way:
    """Rows from all over the table, one by one."""
    ids: list[UUID] = []
    rows = side.model._default_manager

    def choose() -> None:
        every = list(rows.values_list("pk", flat=True))
        ids[:] = every[:: max(1, len(every) // GETS)][:GETS]

    def get() -> None:
        for pk in ids:
            side.read(rows.get(pk=pk))

    return Way(get, before=choose)
