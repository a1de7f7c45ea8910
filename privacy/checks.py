"""System checks: the program does not start while a field is left undeclared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db.models import Model

from privacy import declarations, recipients
from privacy.declarations import Declaration, Erasure, Keep, Personal, Undeclared
from privacy.encryption.fields import SealedField
from privacy.encryption.indexing import BlindIndexField
from privacy.erasure import clearing
from privacy.taxonomy import CATEGORIES


@register("privacy")
def every_field_is_declared(**kwargs: Any) -> list[CheckMessage]:
    """Return an error for each field of an installed model nobody speaks for."""
    return [error for model in apps.get_models() for error in _errors(model)]


@register("privacy")
def contexts_are_unique(**kwargs: Any) -> list[CheckMessage]:
    """Return an error for each frozen name that two encrypted columns share."""
    used = Counter(
        field.context
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedField)
    )
    return [
        Error(f"Two encrypted fields share the context {name!r}.", id="privacy.E007")
        for name, times in used.items()
        if times > 1
    ]


@register("privacy")
def the_register_is_complete(**kwargs: Any) -> list[CheckMessage]:
    """Return an error for each thing that the register of recipients lacks."""
    return [Error(fault, id="privacy.E013") for fault in recipients.faults()]


@register("privacy")
def recipients_get_what_is_declared(**kwargs: Any) -> list[CheckMessage]:
    """Return an error for each registered field that no model gives its recipient."""
    given = {
        (key, name)
        for model in apps.get_models()
        for name, entry in declarations.of(model).personal.items()
        for key in entry.recipients
    }
    return [
        Error(f"No model declares that {key!r} gets {name!r}.", id="privacy.E008")
        for key, entry in settings.RECIPIENTS.items()
        for name in entry.get("fields", ())
        if (key, name) not in given
    ]


def _errors(model: type[Model]) -> Iterator[Error]:
    try:
        said = declarations.of(model)
    except Undeclared:
        yield _error(model, "E001", "has no class PersonalData that says what it holds")
        return
    yield from _unspoken(model, said)
    yield from _misnamed(model, said)
    for name, entry in said.personal.items():
        yield from _questions(model, name, entry)
    yield from _sealed_without_entry(model, said)
    yield from _not_erasable(model, said)


def _unspoken(model: type[Model], said: Declaration) -> Iterator[Error]:
    for field in declarations.fields_of(model):
        implied = said.subject is not None and field.attname == said.subject
        if field.name not in said.names() and not implied:
            yield _error(model, "E002", f"does not declare its field {field.name!r}")


def _misnamed(model: type[Model], said: Declaration) -> Iterator[Error]:
    known = {field.name for field in declarations.fields_of(model)}
    for name in sorted(said.names() - known):
        yield _error(model, "E003", f"declares {name!r}, which it does not have")
    for name in sorted(said.not_personal & said.personal.keys()):
        yield _error(model, "E004", f"calls {name!r} personal and not personal")


def _questions(model: type[Model], name: str, entry: Personal) -> Iterator[Error]:
    known = {field.name: field for field in declarations.fields_of(model)}
    field = known.get(name)
    if entry.category not in CATEGORIES:
        yield _error(
            model, "E005", f"gives {name!r} the unknown category {entry.category!r}"
        )
    if not entry.purposes or not entry.why:
        yield _error(model, "E005", f"does not say what {name!r} is for")
    if entry.retention.after not in known:
        yield _error(
            model, "E005", f"keeps {name!r} after {entry.retention.after!r}, no field"
        )
    if isinstance(field, SealedField) == bool(entry.in_clear) and field is not None:
        yield _error(
            model,
            "E006",
            f"must encrypt {name!r}, or else say why it is in clear (in_clear)",
        )


def _sealed_without_entry(model: type[Model], said: Declaration) -> Iterator[Error]:
    for field in model._meta.concrete_fields:
        if not isinstance(field, SealedField):
            continue
        if field.name not in said.personal:
            yield _error(model, "E006", f"encrypts {field.name!r} undeclared")
        if said.subject is None:
            yield _error(model, "E006", f"encrypts {field.name!r} for no subject")
    for field in model._meta.concrete_fields:
        if isinstance(field, BlindIndexField):
            source = model._meta.get_field(field.source)
            if not isinstance(source, SealedField):
                yield _error(model, "E006", f"indexes {field.source!r}, not encrypted")


def _not_erasable(model: type[Model], said: Declaration) -> Iterator[Error]:
    """What would stand in the way of erasing a row: values can't outlive their key."""
    kept = [n for n, each in said.personal.items() if isinstance(each.erasure, Keep)]
    deleted = [e for e in said.personal.values() if e.erasure is Erasure.DELETE_ROW]
    if kept and deleted:
        yield _error(model, "E009", f"keeps {kept[0]!r} by law and deletes its row")
    for field in model._meta.concrete_fields:
        if field.name in kept and _goes_with_the_person(field, said):
            yield _error(
                model,
                "E009",
                f"keeps {field.name!r} by law, sealed with a key that goes with the"
                " person: give its rows a key of their own",
            )
        if _erased(field, said) and not clearing.is_clearable(field):
            yield _error(model, "E009", f"erases {field.name!r}, which can't be empty")


def _goes_with_the_person(field: Any, said: Declaration) -> bool:
    return isinstance(field, SealedField) and said.subject == said.owner


def _erased(field: Any, said: Declaration) -> bool:
    entry = said.personal.get(field.name)
    return entry is not None and entry.erasure is Erasure.CLEAR


def _error(model: type[Model], number: str, message: str) -> Error:
    return Error(f"{model._meta.label} {message}.", obj=model, id=f"privacy.{number}")
