"""The same contact in the fields of one package: settings.PACKAGE names it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import models

from bench.sealed.contacts import PlainContact
from privacy.identifiers import new_id


def _wrapping(length: int) -> Any:
    encrypt = import_module("django_cryptography.fields").encrypt
    return encrypt(models.CharField(max_length=length))


def _named(module: str) -> Callable[[int], Any]:
    def field(length: int) -> Any:
        return import_module(module).EncryptedCharField(max_length=length)

    return field


FIELDS: dict[str, Callable[[int], Any]] = {
    "django-cryptography-5": _wrapping,
    "django-fernet-fields-v2": _named("fernet_fields"),
    "django-encrypted-model-fields": _named("encrypted_model_fields.fields"),
    "django-fernet-encrypted-fields": _named("encrypted_fields.fields"),
}
_field = FIELDS[settings.PACKAGE]


class Plain(PlainContact):
    """A contact as Django keeps it."""


class Encrypted(models.Model):
    """A contact as the package keeps it: no index, since it can't be searched."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.UUIDField()
    name = _field(200)
    email = _field(254)
    line1 = _field(200)
    city = _field(100)
    postcode = _field(20)

    def __str__(self) -> str:
        """Name the row."""
        return f"contact {self.pk}"
