"""The attribute of a sealed field: the hot path of every page with personal values.

What is written out in one function here costs a third less than in five that call each
other. Whatever is rare stands in functions of its own, and raises there.
"""

from __future__ import annotations

import time
from typing import Any

from cryptography.exceptions import InvalidTag
from django.db.models import Model
from django.db.models.query_utils import DeferredAttribute

from privacy.encryption import sealing
from privacy.encryption.envelope import BODY, COMMITTED, NONCE
from privacy.encryption.sealing import PLACE, Fresh, Opened, opening_at, plain
from privacy.purposes import Purpose, Use, require, under_way


class SealedAttribute(DeferredAttribute):
    """Opens a sealed value when it is read, and takes new plain values."""

    field: Any

    def __init__(self, field: Any) -> None:
        """Stand for `field` in its model."""
        super().__init__(field)
        self._name, self._model = field.attname, field.model
        self._kind = field.kind
        self._prefix, self._unpacked = field.prefix, field.unpacking()
        # The purpose that was last let through for a row of this very model.
        self._passed: Purpose | None = None

    def __get__(self, instance: Model | None, cls: type[Model] | None = None) -> Any:
        """Return the plain value; the use under way must be allowed to have it."""
        if instance is None:
            return self
        around, use = instance.__dict__, under_way()
        try:
            stored, own = around[self._name], around[PLACE]
        except KeyError:
            return self._rarely(instance)
        if (
            type(stored) is not bytes
            or use is None
            or use.purpose is not self._passed
            or cls is not self._model
        ):
            return self._rarely(instance)
        place, ring, ids = sealing.latest
        if place is not own or ring.until < time.monotonic():
            ring, ids = opening_at(own)
        # Nearly every value is under the newest key, and unharmed.
        if stored[COMMITTED] != ring.header:
            return self._rarely(instance)
        try:
            value = self._unpacked(
                ring.decrypt(stored[NONCE], stored[BODY], self._prefix + ids)
            )
        except (InvalidTag, ValueError):
            return self._rarely(instance)
        around[self._name] = value, stored
        return value

    def _rarely(self, instance: Model) -> Any:
        """Return the value in all other cases, or raise what says why not."""
        around = instance.__dict__
        stored = around[self._name] if self._name in around else self._load(instance)
        if stored is None:
            return None
        if stored.__class__ is Fresh:
            return stored.value
        use, model = under_way(), instance.__class__
        passed = use and use.purpose is self._passed and model is self._model
        if not passed and not self._passes(model, use):
            return sealing.as_sealed(stored)
        if stored.__class__ is Opened:
            return stored[0]
        value = plain(instance, self.field, stored)
        around[self._name] = value, stored
        return value

    def __set__(self, instance: Model, value: Any) -> None:
        """Take a plain value, or a sealed one as it came from the database."""
        kept = Fresh(value) if type(value) is self._kind else self.field.taken(value)
        instance.__dict__[self._name] = kept
        if not instance._state.adding:
            sealing.note_change(instance, self._name)

    def _load(self, instance: Model) -> Any:
        instance.refresh_from_db(fields=[self._name])
        return instance.__dict__[self._name]

    def _passes(self, model: type[Model], use: Use | None) -> bool:
        """Tell False to give the value sealed; raise PurposeRefused to refuse it."""
        allowed = sealing.allowed(model, self.field.name)
        if use is None or use.purpose not in allowed:
            if sealing.left_sealed():
                return False
            require(allowed, name=self.field.context)
        elif model is self._model:
            self._passed = use.purpose
        return True
