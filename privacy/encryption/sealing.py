"""Seals and opens the values of one row, and knows when a row has to be sealed anew.

An instance keeps under each attribute either sealed bytes, None, the pair of a value
that was opened and its sealed bytes, or a Fresh value that somebody assigned and that
is not saved yet. Anything else did not come from here.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol
from uuid import UUID

from django.core.exceptions import FieldError
from django.db.models import Model
from django.utils import timezone

from privacy import declarations
from privacy.encryption import keys
from privacy.encryption.envelope import DataKey, Tampered, Unreadable
from privacy.encryption.keys import ValueErased, found
from privacy.encryption.keys import ring as find_ring
from privacy.purposes import Purpose, suspended

# For whom and for which row an instance keeps sealed values; and the people of the rows
# that were loaded with it, since opening the first value of one finds all their keys.
PLACE = "_sealed_for"
# What an instance keeps of a value that was read: the plain and the sealed one. No
# class of its own: to make an object costs as much as a tenth of opening the value.
Opened: type[Any] = tuple
# Which attributes were set here since the row was loaded. Frozen: copies share it.
_SET = "_set_here"


class Fresh:
    """A plain value that was assigned and waits to be sealed. Shows nothing of it."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        """Take the plain value."""
        self.value = value


# Whose row, which row, the people of the others that were loaded with it.
Place = tuple[UUID, UUID, Sequence[UUID]]
# The place of the row that was opened last, its keys, both ids as bytes: a row's values
# are mostly read one after the other. Replaced as a whole, so threads don't mix it up.
latest: Any = ((), None, b"")


class Column(Protocol):
    """What sealing needs to know of a sealed field."""

    name: str
    attname: str
    context: str
    prefix: bytes

    def packed(self, value: Any) -> bytes:
        """Return the plain value as bytes."""

    def unpacked(self, packed: bytes) -> Any:
        """Return the plain value from its bytes."""


_leave_sealed: ContextVar[bool] = ContextVar("leave_sealed", default=False)


@contextmanager
def values_left_sealed() -> Iterator[None]:
    """Let attributes give sealed values as they are, for Django's own copying."""
    token = _leave_sealed.set(True)
    try:
        # Within a use they would be opened.
        with suspended():
            yield
    finally:
        _leave_sealed.reset(token)


def left_sealed() -> bool:
    """Tell whether attributes are to give sealed values as they are."""
    return _leave_sealed.get()


def as_sealed(stored: Any) -> Any:
    """Return what an instance keeps of a value as it was before it was opened."""
    return stored[1] if stored.__class__ is Opened else stored


def plain(instance: Model, field: Column, stored: Any) -> Any:
    """Return the plain value without asking for a purpose: for masks and moves."""
    if stored.__class__ is not bytes:
        return _not_sealed(instance, field, stored)
    ring, ids = opening(instance)
    try:
        packed = ring.open(stored, field.prefix + ids)
    except (Unreadable, ValueErased) as error:
        subject, row, _ = latest[0]
        where = f"{field.context}, row {row} of {subject}"
        raise type(error)(f"{where}: {error}") from None
    return field.unpacked(packed)


def opening(instance: Model) -> tuple[keys.Ring, bytes]:
    """Return the keys that open a row's values, and both ids as bytes."""
    return opening_at(instance.__dict__.get(PLACE) or _place(instance))


def opening_at(place: Place) -> tuple[keys.Ring, bytes]:
    """Return the keys that open the values of one place, and both ids as bytes."""
    global latest
    subject, row, peers = place
    ring = found(subject.int)
    if ring is None or ring.until < time.monotonic():
        ring = find_ring(subject, peers)
    ids = (subject.int << 128 | row.int).to_bytes(32, "big")  # as ids_of() makes it
    latest = place, ring, ids
    return ring, ids


def _place(instance: Model) -> Place:
    return *belongs_to(instance), ()


def ids_of(subject: UUID, row: UUID) -> bytes:
    """Return both ids as bytes."""
    # Of both at once: the way that envelope.place() takes costs twice as much.
    return (subject.int << 128 | row.int).to_bytes(32, "big")


def _not_sealed(instance: Model, field: Column, stored: Any) -> Any:
    if stored.__class__ is Opened:
        return stored[0]
    if isinstance(stored, Fresh):
        return stored.value
    where = f"{field.context}, row {instance.pk}"
    raise Tampered(f"{where}: this is nothing that was sealed.")


def sealed(instance: Model, field: Column) -> bytes | None:
    """Seal the field's value for the row that the instance is, and keep it so."""
    stored: Any = as_sealed(instance.__dict__.get(field.attname))
    if stored is None:
        return None
    if stored.__class__ is Fresh:
        value = stored.value
    elif moved(instance) or _outlived(instance, field, stored):
        value = plain(instance, field, stored)
    else:
        return stored  # type: ignore[no-any-return] # bytes; the column refuses others
    subject, row = belongs_to(instance)
    bound_to = field.prefix + ids_of(subject, row)
    key = sealing_key(instance, subject)
    result = instance.__dict__[field.attname] = key.seal(field.packed(value), bound_to)
    return result


def remember_place(instance: Model) -> None:
    """Note for which person and row the instance's values are sealed."""
    instance.__dict__[PLACE] = _place(instance)


def remember_peers(instances: Sequence[Model], subjects: Sequence[UUID]) -> None:
    """Note who else was loaded, where an instance knows its own place."""
    for each in instances:
        if PLACE in each.__dict__:
            whose, which, _ = each.__dict__[PLACE]
            each.__dict__[PLACE] = whose, which, subjects


def forget_opened(instance: Model, fields: Iterable[Column]) -> None:
    """Drop every plain value that was read, and who else was loaded."""
    for field in fields:
        stored: Any = instance.__dict__.get(field.attname)
        if stored.__class__ is Opened:
            instance.__dict__[field.attname] = stored[1]
    remember_peers([instance], ())


@functools.cache
def subject_attname(model: type[Model]) -> str:
    """Return the attribute that holds the id of the person whose row it is."""
    subject = declarations.of(model).subject
    if subject is None:
        raise declarations.Undeclared(f"{model._meta.label} names no subject.")
    return subject


@functools.cache
def allowed(model: type[Model], name: str) -> tuple[Purpose, ...]:
    """Return the purposes that may open a field; none when it is undeclared."""
    said = declarations.of(model).personal.get(name)
    return said.purposes if said else ()


def belongs_to(instance: Model) -> tuple[UUID, UUID]:
    """Return the ids of the person and of the row that the instance is."""
    whose, which = _id_names(instance.__class__)
    subject = getattr(instance, whose)
    if subject is None:
        label = instance._meta.label
        raise ValueError(f"A {label} needs its person before its values are set.")
    return subject, getattr(instance, which)


@functools.cache
def _id_names(model: type[Model]) -> tuple[str, str]:
    return subject_attname(model), model._meta.pk.attname


def sealing_key(instance: Model, subject: UUID) -> DataKey:
    """Return the key for new values of a row; raise ValueErased or DataKeyMissing."""
    whose, which = _id_names(instance.__class__)
    if whose == which and instance._state.adding:
        # Its key is made with it: asking the vault first would nearly always be vain.
        made = keys.held(subject) or keys.create(subject, at=timezone.now())
        return made.sealing()
    return find_ring(subject).sealing()


def moved(instance: Model) -> bool:
    """Tell whether the row is another person's, or another row, since it was loaded."""
    before = instance.__dict__.get(PLACE)
    return before is not None and before[:2] != belongs_to(instance)


def move(instance: Model, fields: Iterable[Column], written: Set[str]) -> None:
    """Note that a row that moved is written in whole, or raise FieldError.

    Its person and every value that is bound to the person have to go together.
    """
    model = type(instance)
    person: Any = model._meta.get_field(subject_attname(model))
    bound: list[Any] = [*fields, *([] if person.primary_key else [person])]
    if any(written.isdisjoint((each.name, each.attname)) for each in bound):
        raise FieldError(
            f"This {model._meta.verbose_name} belongs to somebody else now, and its"
            " encrypted values are sealed for the person: load it whole and save it"
            " without update_fields."
        )
    note_set(instance, *(each.attname for each in bound))


def note_set(instance: Model, *names: str) -> None:
    """Note that attributes were set here: they are written when the row is saved."""
    instance.__dict__[_SET] = instance.__dict__.get(_SET, frozenset()).union(names)


def note_change(instance: Model, name: str) -> None:
    """Note it of an attribute of a saved row, but when Django loads it again."""
    if not left_sealed():
        note_set(instance, name)


def as_loaded(instance: Model, *names: str) -> bool:
    """Tell whether these attributes hold what the database gave."""
    set_here: frozenset[str] = instance.__dict__.get(_SET, frozenset())
    return set_here.isdisjoint(names)


def _outlived(instance: Model, field: Column, stored: Any) -> bool:
    """Tell whether a value that was set and saved here is under an older key now."""
    if as_loaded(instance, field.attname):
        return False
    try:
        newest = keys.ring(belongs_to(instance)[0]).newest
    except keys.DataKeyMissing:
        return False
    return newest is not None and not stored.startswith(newest.header)
