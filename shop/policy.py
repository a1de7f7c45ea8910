"""What the page "What we hold and why" says, read from the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db.models import Model

from privacy import declarations, recipients
from privacy.declarations import Keep, Personal
from privacy.recipients import Recipient


@dataclass(frozen=True)
class Entry:
    """One value that the shop may hold: in words for a customer."""

    what: str
    where: str
    why: str
    until: str
    sealed: bool
    kept: str
    goes_to: tuple[str, ...]


@dataclass(frozen=True)
class Cookie:
    """A cookie: its name, what it is for, how long it stays."""

    name: str
    purpose: str
    until: str


def entries() -> list[Entry]:
    """Return every personal value of every installed model."""
    return [entry for model in apps.get_models() for entry in _of(model)]


def third_parties() -> list[Recipient]:
    """Return everybody who may ever receive something."""
    return [recipients.get(key) for key in settings.RECIPIENTS]


def cookies() -> list[Cookie]:
    """Return every cookie that the shop sets; none of them needs a permission."""
    return [
        Cookie("basket", "what is in your basket: numbers of products", "14 days"),
        Cookie(
            settings.SESSION_COOKIE_NAME,
            "your checkout, or that you are signed in",
            "a day",
        ),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            "that a form comes from our own page",
            "until you close the browser",
        ),
    ]


def _of(model: type[Model]) -> Iterator[Entry]:
    for name, said in declarations.of(model).personal.items():
        yield Entry(
            what=str(model._meta.get_field(name).verbose_name).capitalize(),  # type: ignore[union-attr] # no reverse relation is declared
            where=str(model._meta.verbose_name),
            why=said.why,
            until=said.retention.words,
            sealed=not said.in_clear,
            kept=said.erasure.ground if isinstance(said.erasure, Keep) else "",
            goes_to=_names(said),
        )


def _names(said: Personal) -> tuple[str, ...]:
    return tuple(recipients.get(key).name for key in said.recipients)
