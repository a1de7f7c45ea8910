"""Fixtures: dumpdata writes sealed values as they are, loaddata checks that they fit.

Registered for "json" in SERIALIZATION_MODULES. The other formats read attributes
without a purpose, which is refused, so no format ever writes a plain value.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.apps import apps
from django.core.serializers import json
from django.core.serializers.base import DeserializationError, DeserializedObject

from privacy.encryption import sealing
from privacy.encryption.fields import SealedField
from privacy.encryption.indexing import BlindIndexField
from privacy.encryption.keys import ValueErased
from privacy.encryption.sealing import values_left_sealed

SEALED = "sealed:"


class Serializer(json.Serializer):
    """Django's own, over values that stay sealed."""

    _current: dict[str, Any]

    def serialize(self, *args: Any, **kwargs: Any) -> Any:
        """Write the objects."""
        with values_left_sealed():
            return super().serialize(*args, **kwargs)

    def handle_field(self, obj: Any, field: Any) -> None:
        """Write bytes of ours with a mark that only the loader reads."""
        if isinstance(field, SealedField | BlindIndexField):
            self._current[field.name] = _marked(
                sealing.as_sealed(obj.__dict__.get(field.attname))
            )
        else:
            super().handle_field(obj, field)


class Deserializer(json.Deserializer):
    """Django's own; what is marked becomes bytes again before a field sees it."""

    def _handle_object(self, obj: Any) -> Iterator[Any]:
        model = apps.get_model(obj["model"])
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField | BlindIndexField):
                given = obj["fields"].get(field.name)
                obj["fields"][field.name] = _unmarked(given, field)
        for found in super()._handle_object(obj):  # type: ignore[misc] # not in stubs
            yield SealedObject(found.object, found.m2m_data, found.deferred_fields)


class SealedObject(DeserializedObject):
    """A loaded object: stored only if its values belong to its person and row."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Check what came sealed, and store it as it is."""
        for field in self.object._meta.concrete_fields:
            if isinstance(field, SealedField):
                self._verify(field)
        with values_left_sealed():
            super().save(*args, **kwargs)

    def _verify(self, field: SealedField) -> None:
        stored = self.object.__dict__.get(field.attname)
        if stored is not None:
            # What was erased can't be checked and can't be read either.
            with suppress(ValueErased):
                sealing.plain(self.object, field, stored)


def _marked(stored: Any) -> str | None:
    if stored is None:
        return None
    if not isinstance(stored, bytes):
        raise TypeError("Save the object before it is dumped: a value is not sealed.")
    return SEALED + base64.b64encode(stored).decode()


def _unmarked(given: Any, field: Any) -> bytes | None:
    if given is None:
        return None
    if not str(given).startswith(SEALED):
        raise DeserializationError(f"{field.context} must be sealed in a fixture.")
    return base64.b64decode(str(given).removeprefix(SEALED))
