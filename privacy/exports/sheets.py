"""What can be taken out at all: kinds of rows, and which columns for which purpose.

Each floor offers the models that it knows. Which columns may go out for a purpose is
not listed again: the declarations say it, and what no declaration allows is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from privacy import declarations
from privacy.copies import wording
from privacy.declarations import Keep
from privacy.encryption.fields import SealedField
from privacy.purposes import Purpose


@dataclass(frozen=True)
class Sheet:
    """Rows of one model.

    Arguments:
        key: its name in addresses, such as "orders".
        label: the model, whose declaration names a `moment` to choose rows by.
        title: what the rows are called.
        also: columns that are nobody's data, such as a currency.
        along: columns of a row that each row belongs to, such as "order.number".
        state: the column with choices by which rows can be chosen; "" for none.
        consent: the foreign key to the consent on which a row may leave for somebody
            outside; "" where none is ever given.
    """

    key: str
    label: str
    title: str
    also: tuple[str, ...] = ()
    along: tuple[str, ...] = ()
    state: str = ""
    consent: str = ""

    @property
    def model(self) -> type[Model]:
        """Return the model."""
        found: type[Model] = apps.get_model(self.label)
        return found

    @property
    def moment(self) -> str:
        """Return the field with the time that a row is about."""
        return declarations.of(self.model).moment

    @property
    def states(self) -> list[tuple[str, str]]:
        """Return what rows can be chosen by; nothing where there is no state."""
        if not self.state:
            return []
        field: Any = self.model._meta.get_field(self.state)
        return list(field.flatchoices)


@dataclass(frozen=True)
class Column:
    """One column: its path from the row, its label, and what it is.

    `is_sealed` says that it names somebody or reaches them, `is_kept` that a law keeps
    it when the person is erased.
    """

    path: str
    label: str
    what: str
    is_sealed: bool
    is_kept: bool
    is_personal: bool = True

    @property
    def name(self) -> str:
        """Return the field's name, as the register of recipients has it."""
        return self.label.rpartition(".")[2]


_offered: dict[str, Sheet] = {}


def offer(sheet: Sheet) -> None:
    """Let rows of a model be taken out. Doing it again changes nothing."""
    _offered[sheet.key] = sheet


def every() -> list[Sheet]:
    """Return all that is offered."""
    return list(_offered.values())


def get(key: str) -> Sheet | None:
    """Return what is offered under a key; None for anything else."""
    return _offered.get(key)


def columns(sheet: Sheet, purpose: Purpose) -> list[Column]:
    """Return the columns that may go out for a purpose; none where it fits nothing."""
    allowed = [
        *_declared(sheet.model, purpose),
        *(found for path in sheet.along for found in _along(sheet, path, purpose)),
    ]
    # What is nobody's data goes along with what is, and never by itself.
    return [*allowed, *_also(sheet)] if allowed else []


def holds_erasable(some: Iterable[Column]) -> bool:
    """Tell whether a column is among them that goes when a person is erased."""
    return any(not each.is_kept for each in some)


def chosen(sheet: Sheet, purpose: Purpose, labels: Iterable[str]) -> list[Column]:
    """Return those of the columns that labels name; what may not go out is left out."""
    wanted = set(labels)
    return [each for each in columns(sheet, purpose) if each.label in wanted]


def _declared(model: type[Model], purpose: Purpose, path: str = "") -> Iterator[Column]:
    for name, said in declarations.of(model).personal.items():
        label = f"{model._meta.label}.{name}"
        if purpose not in said.purposes or wording.withheld(label, said):
            continue
        field: Any = model._meta.get_field(name)
        yield Column(
            path=f"{path}{name}",
            label=label,
            what=_words(model, name, path),
            is_sealed=isinstance(field, SealedField),
            is_kept=isinstance(said.erasure, Keep),
        )


def _along(sheet: Sheet, path: str, purpose: Purpose) -> Iterator[Column]:
    """Return a column of the row that each row belongs to, if it may go out."""
    key = path.partition(".")[0]
    to: Any = sheet.model._meta.get_field(key).related_model
    return (each for each in _declared(to, purpose, f"{key}.") if each.path == path)


def _also(sheet: Sheet) -> Iterator[Column]:
    for name in sheet.also:
        label = f"{sheet.label}.{name}"
        yield Column(name, label, _words(sheet.model, name, ""), False, True, False)


def _words(model: type[Model], name: str, path: str) -> str:
    field: Any = model._meta.get_field(name)
    named = str(field.verbose_name)
    whose = f"{model._meta.verbose_name} " if path else ""
    return f"{whose}{named}"[:1].upper() + f"{whose}{named}"[1:]
