"""Model fields whose values are sealed before they reach the database.

A value stays sealed until an attribute is read, and it is read only inside a purpose
that its declaration allows. Whatever can't be bound to its row is refused.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Model

from privacy.encryption import blind, envelope, sealing
from privacy.encryption.attribute import SealedAttribute
from privacy.encryption.indexing import LOOKUPS, indexes_on
from privacy.encryption.packing import Packing
from privacy.encryption.sealing import Fresh
from privacy.encryption.selecting import AskedAbout, SealedColumn

if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
else:
    # Django's fields can't be subscripted when the program runs.
    _Field = models.Field


class SealedField(_Field):
    """What all encrypted fields share. `context` is frozen: it names the column
    for good, whatever the model or the field is called later."""

    descriptor_class = SealedAttribute
    empty_strings_allowed = False
    # The type of its plain values: what is of it exactly needs no other look.
    kind: type[Any] | None = None

    def __init__(self, *args: Any, context: str, **kwargs: Any) -> None:
        """Take the column's frozen name, unique in the whole project."""
        self.context = context
        self.prefix = envelope.place(context)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return the field's making, its context with it."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"context": self.context}

    def get_internal_type(self) -> str:
        """Sealed values are bytes in the database."""
        return "BinaryField"

    def taken(self, value: Any) -> Any:
        """Return `value` as the instance keeps it, or raise TypeError."""
        if isinstance(value, memoryview):
            value = bytes(value)
        if value is None:
            return None
        if hasattr(value, "resolve_expression"):
            raise FieldError(f"{self.context} can't be computed by the database.")
        if isinstance(value, bytes):
            if not envelope.is_sealed(value):
                raise TypeError(f"{self.context} takes a plain value, not bytes.")
            return value
        return Fresh(self.checked(value))

    def checked(self, value: Any) -> Any:
        """Return the plain value, or raise TypeError when it is of another type."""
        raise TypeError(f"{self.context} has no type.")

    def packed(self, value: Any) -> bytes:
        """Return the plain value as bytes."""
        return str(value).encode("utf-8", "surrogatepass")

    def unpacked(self, packed: bytes) -> Any:
        """Return the plain value from its bytes."""
        return packed.decode("utf-8", "surrogatepass")

    def unpacking(self) -> Callable[[bytes], Any]:
        """Return what unpacks fastest; it may raise ValueError for what is rare."""
        return self.unpacked

    def normalised(self, value: Any) -> str:
        """Return the form of a value under which a blind index finds it."""
        return blind.normalised_text(str(value))

    def pre_save(self, model_instance: Model, add: bool) -> Any:
        """Seal the value; afterwards the instance holds it sealed as well."""
        stored: Any = model_instance.__dict__.get(self.attname)
        if type(stored) is bytes and sealing.left_sealed():
            # Within bulk_create it was sealed a moment ago.
            return stored
        for index in indexes_on(type(model_instance), self):
            index.follow(model_instance)
        return sealing.sealed(model_instance, self)

    def get_prep_value(self, value: Any) -> Any:
        """Leave the value as it is: what reaches this is sealed, or refused below."""
        return value

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        """Let only sealed values, nothing, and nothing else through."""
        if value is None or (isinstance(value, bytes) and envelope.is_sealed(value)):
            return value
        raise FieldError(
            f"{self.context} can't be written without its row: set the attribute and"
            " save the object, or use bulk_create or bulk_update."
        )

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """Refuse expressions, but for those that bulk_update makes of sealed ones."""
        if value.__class__ is bytes and envelope.is_sealed(value):
            return value
        if hasattr(value, "as_sql") and sealing.left_sealed():
            return value
        return self.get_db_prep_value(value, connection)

    def get_placeholder(
        self, value: Any, compiler: Any, connection: BaseDatabaseWrapper
    ) -> str:
        """Bind bytes one by one: an array of bytes costs more than it saves."""
        return "%s"

    def get_col(self, alias: str, output_field: Any = None) -> Any:
        """Return a column that is loaded with its row or not at all.

        Django names the output only for a column that a look-up asks about.
        """
        kind = AskedAbout if output_field else SealedColumn
        return kind(alias, self, output_field)

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        """Offer `isnull`, and exact matches where a blind index stands beside."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        if lookup_name in LOOKUPS:
            return LOOKUPS[lookup_name]
        raise FieldError(
            f"{self.context} is encrypted: it can't be searched by {lookup_name!r}."
            " Only exact matches through a blind index and isnull work."
        )

    def get_transform(self, lookup_name: str) -> Any:
        """Refuse every transform."""
        raise FieldError(
            f"{self.context} is encrypted: {lookup_name!r} can't look into it."
        )


@functools.cache
def sealed_fields(model: type[Model]) -> list[SealedField]:
    """Return the encrypted fields of a model, in their sequence."""
    return [f for f in model._meta.concrete_fields if isinstance(f, SealedField)]


class EncryptedTextField(SealedField):
    """Text of at most `max_length` characters."""

    kind = str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Measure the plain text: the column has no length of its own."""
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def checked(self, value: Any) -> str:
        """Return the text, or raise TypeError."""
        if not isinstance(value, str):
            raise TypeError(f"{self.context} takes text.")
        # Not str(): text that calls itself safe HTML would stay it.
        return str.__str__(value)

    def unpacking(self) -> Callable[[bytes], Any]:
        """Return what raises for text that UTF-8 can't write, and is faster."""
        return bytes.decode

    def to_python(self, value: Any) -> Any:
        """Return what a form gave, as text; it is never opened or decoded."""
        return value if value is None or isinstance(value, bytes) else str(value)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Return a text box."""
        given: dict[str, Any] = {"max_length": self.max_length} | kwargs
        return super().formfield(**{"form_class": forms.CharField, **given})


class EncryptedEmailField(EncryptedTextField):
    """An e-mail address."""

    def __init__(self, *args: Any, max_length: int = 254, **kwargs: Any) -> None:
        """Take at most 254 characters (RFC 5321, section 4.5.3.1.3)."""
        super().__init__(*args, max_length=max_length, **kwargs)

    def normalised(self, value: Any) -> str:
        """Return the address as it is indexed."""
        return blind.normalised_email(str(value))

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Return a box for an e-mail address."""
        return super().formfield(**{"form_class": forms.EmailField, **kwargs})


class EncryptedJSONField(SealedField):
    """A frozen dataclass whose parts travel together: one envelope for all."""

    def __init__(self, *args: Any, type: type[Any], **kwargs: Any) -> None:
        """Take the dataclass; its parts are texts, numbers, booleans, lists, None."""
        self.type = self.kind = type
        packing = Packing(type)
        self.packed, self.unpacked = packing.packed, packing.unpacked  # type: ignore[method-assign] # a dataclass knows its parts
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return the field's making, its dataclass with it."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"type": self.type}

    def checked(self, value: Any) -> Any:
        """Return the dataclass, or raise TypeError."""
        if not isinstance(value, self.type):
            raise TypeError(f"{self.context} takes {self.type.__name__}.")
        return value

    def formfield(self, **kwargs: Any) -> None:
        """Offer no form field: forms ask for the parts one by one."""
        return
