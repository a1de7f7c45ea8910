"""Seals and opens the values of one row, and knows when a row has to be sealed anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Model
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from privacy import declarations, purposes
from privacy.encryption import envelope, keys

_OPENED = "_opened_values"
_SEALED_FOR = "_sealed_for"


class Column(Protocol):
    """What sealing needs to know of a sealed field."""

    name: str
    attname: str
    context: str

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
        yield
    finally:
        _leave_sealed.reset(token)


def left_sealed() -> bool:
    """Tell whether attributes are to give sealed values as they are."""
    return _leave_sealed.get()


@sensitive_variables()
def opened(instance: Model, field: Column, stored: bytes) -> Any:
    """Return the plain value of a field, if the use under way may have it.

    Raises PurposeRefused, keys.ValueErased, keys.DataKeyMissing, envelope.Unreadable.
    """
    said = declarations.of(type(instance)).personal.get(field.name)
    allowed = said.allowed if said else frozenset()
    purposes.require(allowed, name=field.context)
    held: dict[str, Any] = instance.__dict__.setdefault(_OPENED, {})
    if field.attname not in held:
        held[field.attname] = plain(instance, field, stored)
    return held[field.attname]


@sensitive_variables()
def plain(instance: Model, field: Column, stored: bytes) -> Any:
    """Return the plain value without asking for a purpose: for masks and moves."""
    subject, row = instance.__dict__.get(_SEALED_FOR) or _belongs_to(instance)
    key = keys.ring(subject).opening(stored)
    return field.unpacked(key.open(stored, envelope.place(field.context, subject, row)))


@sensitive_variables()
def sealed(instance: Model, field: Column) -> bytes | None:
    """Seal the field's value for the row that the instance is, and keep it so."""
    value = instance.__dict__.get(field.attname)
    if isinstance(value, bytes):
        if not _moved(instance):
            return value
        value = plain(instance, field, value)
    if value is not None:
        value = _seal(instance, field, value)
    instance.__dict__[field.attname] = value
    return value


def remember_place(instance: Model) -> None:
    """Note for which person and row the instance's values are sealed."""
    instance.__dict__[_SEALED_FOR] = _belongs_to(instance)


def forget_opened(instance: Model, field: Column) -> None:
    """Drop the plain value that was read before a new one was set."""
    held = instance.__dict__.get(_OPENED)
    if held:
        held.pop(field.attname, None)


def forget_all_opened(instance: Model) -> None:
    """Drop every plain value that was read."""
    instance.__dict__.pop(_OPENED, None)


def subject_attname(model: type[Model]) -> str:
    """Return the attribute that holds the id of the person whose row it is."""
    subject = declarations.of(model).subject
    if subject is None:
        raise declarations.Undeclared(f"{model._meta.label} names no subject.")
    return subject


def _seal(instance: Model, field: Column, value: Any) -> bytes:
    subject, row = _belongs_to(instance)
    bound_to = envelope.place(field.context, subject, row)
    return (
        _sealing_ring(instance, subject).sealing().seal(field.packed(value), bound_to)
    )


def _sealing_ring(instance: Model, subject: UUID) -> keys.Ring:
    own = subject_attname(type(instance)) == instance._meta.pk.attname
    if own and instance._state.adding:
        try:
            return keys.ring(subject)
        except keys.DataKeyMissing:
            return keys.create(subject, at=timezone.now())
    return keys.ring(subject)


def _belongs_to(instance: Model) -> tuple[UUID, UUID]:
    subject = getattr(instance, subject_attname(type(instance)))
    if subject is None:
        label = instance._meta.label
        raise ValueError(f"A {label} needs its person before its values are set.")
    return subject, instance.pk


def _moved(instance: Model) -> bool:
    before = instance.__dict__.get(_SEALED_FOR)
    return before is not None and before != _belongs_to(instance)
