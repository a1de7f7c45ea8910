"""Every value that the shop may hold, in words for a customer: as declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Model

from privacy import declarations, recipients
from privacy.declarations import Keep, Personal
from privacy.recipients import Recipient


@dataclass(frozen=True)
class Entry:
    """One value that the shop may hold: in words for a customer.

    `what_for` is what it may be opened for, and nothing else opens it; `in_clear` says
    why it is not encrypted and is empty when it is; `kept` names the law that keeps it
    longer; `goes_to` says who may receive it, and on which condition.
    """

    what: str
    why: str
    what_for: tuple[str, ...]
    until: str
    in_clear: str
    kept: str
    goes_to: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """The values that belong together under one heading; `label` is their model's."""

    label: str
    about: str
    entries: tuple[Entry, ...]


def parts() -> list[Part]:
    """Return every personal value of every installed model, the person first."""
    models = sorted(apps.get_models(), key=_place)
    found = [
        Part(model._meta.label, _about(model), tuple(_of(model))) for model in models
    ]
    return [part for part in found if part.entries]


def third_parties() -> list[Recipient]:
    """Return everybody who may ever receive something."""
    return [recipients.get(key) for key in settings.RECIPIENTS]


def _place(model: type[Model]) -> tuple[bool, bool, str, str]:
    # The person, then the rows of a person, then what knows no person. By heading
    # and not as the apps are installed: the text stays the same when that changes.
    subject = declarations.of(model).subject
    place = subject is None, model is not get_user_model()
    return *place, _about(model), model._meta.label


def _about(model: type[Model]) -> str:
    said = declarations.of(model)
    return said.about or str(model._meta.verbose_name).capitalize()


def _of(model: type[Model]) -> Iterator[Entry]:
    for name, said in declarations.of(model).personal.items():
        field: Any = model._meta.get_field(name)
        yield Entry(
            what=said.what or str(field.verbose_name).capitalize(),
            why=said.why,
            what_for=tuple(purpose.words for purpose in said.purposes),
            until=said.retention.words,
            in_clear=said.in_clear,
            kept=said.erasure.ground if isinstance(said.erasure, Keep) else "",
            goes_to=_names(said),
        )


def _names(said: Personal) -> tuple[str, ...]:
    registered = [key for key in said.recipients if key in settings.RECIPIENTS]
    named = map(recipients.get, registered)
    return tuple(f"{each.name}, {each.condition}" for each in named)
