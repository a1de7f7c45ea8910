"""The base of every model with sealed fields."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.base import ModelState
from django.db.models.signals import post_init, pre_init

from privacy.encryption import envelope, roots, sealing
from privacy.encryption.fields import SealedField, sealed_fields
from privacy.encryption.indexing import BlindIndexField, indexes_on
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.records import record
from privacy.identifiers import new_id

# Where a loaded row keeps the database that it is from until it has a state.
LOADED_FROM = "_loaded_from"


class _LoadedState:
    """The state of a loaded row, made when somebody asks for it: in lists, nobody.

    No data descriptor: the state that was made is found before this.
    """

    def __get__(self, instance: Any, _: type[models.Model] | None = None) -> Any:
        """Make it, and leave it where Django puts it."""
        if instance is None:
            return self
        around = instance.__dict__
        if LOADED_FROM not in around:
            raise AttributeError("_state")
        state = around["_state"] = ModelState()
        state.db, state.adding = around.pop(LOADED_FROM), False
        return state


class SealedModel(models.Model):
    """A row whose id exists before it is saved, so that its values bind to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    objects: ClassVar[Any] = SealedQuerySet.as_manager()

    _state = _LoadedState()

    # Tells these rows from others when they are loaded along with one.
    holds_sealed_values: ClassVar[bool] = True

    class Meta:
        """Django's own look-ups go through the guarded queryset as well."""

        abstract = True
        base_manager_name = "objects"

    def __str__(self) -> str:
        """Name the row without saying anything personal."""
        return f"{self._meta.verbose_name} {self.pk}"

    def __getstate__(self) -> dict[str, Any]:
        """Seal everything before it is pickled, cached or copied."""
        adding = self._state.adding
        for field in sealed_fields(type(self)):
            if field.attname in self.__dict__:
                field.pre_save(self, add=adding)
        sealing.forget_opened(self, sealed_fields(type(self)))
        return super().__getstate__()

    def save(  # type: ignore[override] # positional arguments are going from Django
        self,
        *,
        force_insert: bool | tuple[type[models.Model], ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Save, and let a blind index follow its source."""
        if update_fields is not None:
            update_fields = self._with_indexes(update_fields)
        super().save(
            force_insert=force_insert,
            force_update=force_update,
            using=using,
            update_fields=update_fields,
        )

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Any, values: Any, **kwargs: Any
    ) -> Self:
        """Note for whom and where the loaded values are sealed.

        A whole row goes straight into the object, past Model.__init__, where nobody
        listens to it: that saves more time than opening one value costs.
        """
        if len(values) == len(cls._meta.concrete_fields) and cls.loads_straight():
            return cls.from_rows(db, field_names, [values])[0]
        instance = super().from_db(db, field_names, values, **kwargs)
        if sealing.subject_attname(cls) in instance.__dict__:
            sealing.remember_place(instance)
        return instance

    @classmethod
    def loads_straight(cls) -> bool:
        """Tell whether nobody listens to the making of objects, or does it anew."""
        return _straight(cls)

    @classmethod
    def from_rows(
        cls, db: str | None, names: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> list[Self]:
        """Return the objects of whole rows, loaded together from `db`.

        `names` are the attributes in the sequence of the values of each row.
        """
        subject = names.index(sealing.subject_attname(cls))
        pk, peers = names.index(cls._meta.pk.attname), [row[subject] for row in rows]
        made, filled = [], record(tuple(names))
        for row in rows:
            instance = filled(*row)
            # LOADED_FROM and sealing.PLACE by name: setattr() would take longer.
            instance._loaded_from = db
            instance._sealed_for = row[subject], row[pk], peers
            instance.__class__ = cls
            made.append(instance)
        return made

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        """Save, and keep nothing plain of what was read or set."""
        if sealing.moved(self):
            every = [field.name for field in self._meta.concrete_fields]
            written = frozenset(kwargs.get("update_fields") or every)
            sealing.move(self, sealed_fields(type(self)), written)
        with roots.steady():
            super().save_base(*args, **kwargs)
        sealing.remember_place(self)
        sealing.forget_opened(self, sealed_fields(type(self)))

    def _do_update(
        self, base_qs: Any, using: Any, pk_val: Any, values: Any, *args: Any
    ) -> Any:
        """Write no sealed value and no digest that is still as it was loaded.

        Since then it may have been sealed under a new key, indexed under a new root or
        cleared, and the old one must not come back.
        """
        here = using == self._state.db and not self._state.adding
        if here:
            values = [each for each in values if not _as_loaded(self, *each)]
        return super()._do_update(base_qs, using, pk_val, values, *args)

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet[Any] | None = None,
    ) -> None:
        """Load again, and leave sealed what comes sealed."""
        with sealing.values_left_sealed():
            super().refresh_from_db(using, fields, from_queryset)
        if fields is None:
            sealing.remember_place(self)
        sealing.forget_opened(self, sealed_fields(type(self)))

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Check new values only: what is still sealed was checked when it was set."""
        untouched = {
            field.name
            for field in sealed_fields(type(self))
            if isinstance(self.__dict__.get(field.attname), bytes | sealing.Opened)
        }
        super().clean_fields(exclude=untouched | set(exclude or ()))

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Check them without opening anything."""
        with sealing.values_left_sealed():
            super().validate_constraints(exclude=exclude)

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """Check a blind index whenever its source is checked, and name the source.

        While the index root is being replaced, the other row may be under either.
        """
        excluded = set(exclude or ())
        by_index = {
            index.name: field.name
            for field in sealed_fields(type(self))
            for index in indexes_on(type(self), field)
        }
        excluded -= {i for i, source in by_index.items() if source not in excluded}
        try:
            for root in roots.known():
                with roots.assumed(root):
                    super().validate_unique(exclude=excluded)
        except ValidationError as error:
            raise ValidationError(
                {
                    by_index.get(name, name): _taken(self, by_index.get(name), errors)
                    for name, errors in error.error_dict.items()
                }
            ) from None

    def _with_indexes(self, names: Iterable[str]) -> set[str]:
        found = set(names)
        for field in sealed_fields(type(self)):
            if field.name in found:
                found |= {index.name for index in indexes_on(type(self), field)}
        return found


def _as_loaded(instance: models.Model, field: Any, _: Any, value: Any) -> bool:
    if isinstance(field, BlindIndexField):
        source = field.source_field(type(instance)).attname
        return sealing.as_loaded(instance, field.attname, source)
    # What was never sealed is shown to the field, which refuses it.
    if isinstance(field, SealedField) and (value is None or _is_sealed(value)):
        return sealing.as_loaded(instance, field.attname)
    return False


def _is_sealed(value: Any) -> bool:
    return isinstance(value, bytes) and envelope.is_sealed(value)


def _taken(
    instance: models.Model, source: str | None, errors: list[ValidationError]
) -> list[ValidationError]:
    """The errors; those of a blind index in the name of the field that it indexes."""
    if source is None:
        return errors
    error = instance.unique_error_message(type(instance), (source,))
    return [error]


@functools.cache
def _straight(cls: type[models.Model]) -> bool:
    # Looked at once: receivers are connected when the program starts.
    listened = pre_init.has_listeners(cls) or post_init.has_listeners(cls)
    own = cls.__init__ is models.Model.__init__ and cls.__new__ is object.__new__
    return own and not listened
