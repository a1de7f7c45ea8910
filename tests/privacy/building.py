"""Builds a saved row of any installed model from the types of its fields.

What it doesn't know how to fill it names, so that a new kind of field is taught here
once, and a new model or field of a known kind needs nothing.
"""

from __future__ import annotations

import dataclasses
import itertools
import typing
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connections, models, transaction

from privacy import declarations, purposes
from privacy.encryption import columns, keys, sealing
from privacy.encryption.envelope import Unreadable
from privacy.encryption.fields import (
    EncryptedEmailField,
    EncryptedJSONField,
    EncryptedTextField,
    SealedField,
)
from privacy.encryption.indexing import BlindIndexField
from privacy.people import Person

AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
# Every personal text that is made here begins with it: no message may hold it.
SECRET = "Secret"
_numbers = itertools.count(1)


class NotBuilt(Exception):
    """A row can't be made: the model, and the field if it is one, are named."""


@dataclasses.dataclass(frozen=True)
class Cell:
    """One sealed value as it lies in the database: of which row, in which column."""

    row: typing.Any
    field: typing.Any
    stored: bytes

    def __str__(self):
        return f"{type(self.row)._meta.label}.{self.field.name} of {self.row.pk}"

    @property
    def column(self):
        """Return the model and the name of the field."""
        return type(self.row), self.field.name

    @property
    def subject(self):
        """Return the id of the person."""
        return getattr(self.row, sealing.subject_attname(type(self.row)))


def read(row, field):
    """Return a value for the first purpose that its declaration allows."""
    allowed = declarations.of(type(row)).personal[field.name].purposes
    with purposes.using(allowed[0]):
        return getattr(row, field.attname)


def put(cell, stored):
    """Write bytes into a cell behind the program's back, and load its row anew."""
    meta = type(cell.row)._meta
    connection = connections["default"]
    quote = connection.ops.quote_name
    pk = meta.pk.get_db_prep_value(cell.row.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(meta.db_table)} SET {quote(cell.field.column)} = %s"
            f" WHERE {quote(meta.pk.column)} = %s",
            [stored, pk],
        )
        assert cursor.rowcount == 1
    return type(cell.row)._base_manager.get(pk=cell.row.pk)


def refused(row, field):
    """Return the error with which a value does not open."""
    with pytest.raises(Unreadable) as caught:
        read(row, field)
    return caught.value


def says_where_and_not_what(error, cell):
    """Tell whether an error names the column and the ids, and holds no value."""
    said = "".join(map(str, [error, error.args, error.__cause__]))
    named = (cell.field.context, str(cell.subject), str(cell.row.pk))
    return all(each in said for each in named) and SECRET not in said


def holds(row, field):
    """Tell whether a cell opens as what was made for it."""
    return SECRET.encode() in field.packed(read(row, field))


def person():
    """Return somebody new."""
    return Person.objects.create_user(some_address(), name=some_text())


def cells(rows):
    """Return every sealed value of some rows."""
    return [
        Cell(row, field, row.__dict__[field.attname])
        for row in rows
        for field in type(row)._meta.concrete_fields
        if isinstance(field, SealedField)
    ]


def rows_of(somebody):
    """Return a saved row of theirs of every model that holds sealed values."""
    return [saved(table.model, somebody) for table in columns.tables() if table.sealed]


def saved(model, somebody):
    """Return a saved row of a model, with a value in every sealed column."""
    subject = sealing.subject_attname(model)
    if model is Person:
        return somebody
    row = model(**{f.name: value(f, somebody) for f in _to_fill(model)})
    _belongs_to(row, somebody)
    if subject == model._meta.pk.attname:
        keys.create(row.pk, at=AT)
    elif getattr(row, subject) != somebody.pk:
        raise NotBuilt(f"{model._meta.label} does not name its person by a foreign key")
    return store(row)


def _belongs_to(row, somebody):
    """Name the person of a row whose key or owner is not a plain foreign key."""
    said, own = declarations.of(type(row)), row._meta.pk.attname
    columns_of = {field.attname: field for field in row._meta.concrete_fields}
    if said.subject != own:
        setattr(row, said.subject, somebody.pk)
    if isinstance(columns_of[said.owner], models.ForeignKey):
        setattr(row, said.owner, somebody.pk)


def store(row):
    """Return a row as the database has it."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        label = row._meta.label
        raise NotBuilt(f"{label} has a rule of its own: {error}") from error
    return type(row)._base_manager.get(pk=row.pk)


def _to_fill(model):
    """Return the fields that are to be given a value; the others have one."""
    for field in model._meta.concrete_fields:
        if isinstance(field, BlindIndexField) or field.has_default():
            continue
        if isinstance(field, SealedField) or not (field.null or field.blank):
            yield field


def value(field, somebody):
    """Return a value for one field, as its type wants it."""
    if isinstance(field, models.ForeignKey):
        if field.related_model is Person:
            return somebody
        return saved(field.related_model, somebody)
    if field.choices:
        return field.choices[0][0]
    for kind, made in MADE.items():
        if isinstance(field, kind):
            return made(field)
    raise NotBuilt(f"tests.privacy.building can't fill {field}, {type(field).__name__}")


def some_text(field=None):
    """Return a text unlike any before, within the field's length."""
    if field and field.name == "currency":
        return "GBP"  # amounts are shown in one that exists
    text = f"{SECRET} é {next(_numbers)}"
    return text[-field.max_length :] if field and field.max_length else text


def some_address(field=None):
    """Return an e-mail address unlike any before."""
    return f"{SECRET}{next(_numbers)}@example.net"


def some_parts(field):
    """Return a dataclass with a value in each part that has none of its own."""
    return part_of(field.type, str(field))


def part_of(kind, where):
    """Return a value of the type that a part of a dataclass is said to have."""
    if dataclasses.is_dataclass(kind):
        told = typing.get_type_hints(kind)
        parts = dataclasses.fields(kind)
        # Something has to be there to be found, even where all may stay empty.
        needed = [part.name for part in parts if _is_needed(part)] or [parts[0].name]
        return kind(**{name: part_of(told[name], where) for name in needed})
    if type(None) in typing.get_args(kind):
        return None
    if typing.get_origin(kind) in (tuple, list):
        return typing.get_origin(kind)([some_text()])
    if kind not in PARTS:
        raise NotBuilt(f"tests.privacy.building can't fill {where} with {kind}")
    return PARTS[kind]()


def _is_needed(part):
    return part.default is part.default_factory is dataclasses.MISSING


PARTS = {str: some_text, int: lambda: 7, bool: lambda: True, float: lambda: 0.5}


def some_number(field):
    """Return nought, or a number unlike any before where a series counts."""
    return next(_numbers) if field.name == "position" else 0


# From the special to the general: the first that fits counts.
MADE = {
    EncryptedEmailField: some_address,
    EncryptedTextField: some_text,
    EncryptedJSONField: some_parts,
    models.UUIDField: lambda field: uuid.uuid4(),
    models.DateTimeField: lambda field: AT,
    models.DateField: lambda field: date(2026, 11, 22),
    models.BooleanField: lambda field: False,
    models.DecimalField: lambda field: Decimal(0),
    models.IntegerField: some_number,
    models.JSONField: lambda field: {},
    models.CharField: some_text,
    models.TextField: some_text,
}
