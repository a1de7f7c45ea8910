"""Every column of every installed model, with what its model declares of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from privacy import declarations
from privacy.declarations import Erasure, Keep, Personal
from privacy.encryption.fields import SealedField


@dataclass(frozen=True)
class Column:
    """One column: where it stands, what it is, and what is declared of it.

    `said` is None for one that holds nothing personal. `field` is Django's field.
    """

    model: type[Model]
    field: Any
    said: Personal | None

    @property
    def name(self) -> str:
        """Return the column's name in its model."""
        return str(self.field.name)

    @property
    def sealed(self) -> bool:
        """Tell whether its values are encrypted."""
        return isinstance(self.field, SealedField)

    @property
    def what(self) -> str:
        """Return the value's name, in words."""
        given = self.said.what if self.said else ""
        return given or str(self.field.verbose_name).capitalize()


def fate(said: Personal) -> str:
    """Return what erasing the person does to a value, in words."""
    if isinstance(said.erasure, Keep):
        return f"kept: {said.erasure.ground}"
    return {
        Erasure.CLEAR: "cleared",
        Erasure.DELETE_ROW: "deleted with its row",
    }[said.erasure]


def models(*, without: frozenset[str] = frozenset()) -> list[type[Model]]:
    """Return the installed models by name, but for those of apps in `without`."""
    found = [
        model for model in apps.get_models() if model._meta.app_label not in without
    ]
    return sorted(found, key=lambda model: model._meta.label)


def of(model: type[Model]) -> Iterator[Column]:
    """Return every concrete column of a model."""
    said = declarations.of(model).personal
    for field in model._meta.concrete_fields:
        yield Column(model, field, said.get(field.name))


def personal(model: type[Model]) -> list[tuple[Column, Personal]]:
    """Return the columns of a model that hold something personal, and what is said."""
    found = [(column, column.said) for column in of(model)]
    return [(column, said) for column, said in found if said is not None]


def heading(model: type[Model]) -> str:
    """Return what the rows of a model are, in words."""
    about = declarations.of(model).about
    return about or str(model._meta.verbose_name).capitalize()
