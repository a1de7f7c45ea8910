"""One row of every model that is about people, made from what the models declare."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from privacy import declarations
from privacy.encryption import keys, sealing
from privacy.encryption.fields import SealedField
from privacy.encryption.indexing import BlindIndexField
from privacy.people import Person
from tests.privacy import building
from tests.privacy.building import AT

# What the types of the fields don't say: rules between columns.
TOLD = {
    "orders.Line": {"quantity": 1},
    "orders.ParcelLine": {"quantity": 1},
    "orders.ReturnLine": {"quantity": 1},
    "privacy.Disclosure": {
        "person": lambda somebody: somebody,
        "basis": "processor",
        "ground": "A contract",
    },
    "orders.Event": {"verb": "placed"},
    "shop.BrowserSession": {"session_key": "a" * 32},
}


def about_people():
    """Return the models with rows about people, whatever they hold."""
    return [model for model in apps.get_models() if is_about_people(model)]


def is_about_people(model):
    said = declarations.of(model)
    return bool(said.personal or said.owner or said.subject) and model is not Person


def row_of(model, somebody):
    """Return a saved row of a model, with a value in every column that needs one."""
    if is_sealed(model):
        return building.saved(model, somebody)
    row = model(**{f.name: filled(model, f, somebody) for f in to_fill(model)})
    row.save()
    return row


def is_sealed(model):
    return any(isinstance(field, SealedField) for field in model._meta.concrete_fields)


def to_fill(model):
    told = TOLD.get(model._meta.label, {})
    return [
        field
        for field in model._meta.concrete_fields
        if field.name in told or not (field.null or field.has_default())
        if not isinstance(field, BlindIndexField)
    ]


def filled(model, field, somebody):
    told = TOLD.get(model._meta.label, {})
    if field.name in told:
        said = told[field.name]
        return said(somebody) if callable(said) else said
    if isinstance(field, models.ForeignKey) and field.related_model is not Person:
        return row_of(field.related_model, somebody)
    return building.value(field, somebody)


def left():
    """Return the labels of models about people of which a row is there."""
    found = [model for model in about_people() if model.objects.exists()]
    return sorted(model._meta.label for model in found)


__all__ = ["AT", "about_people", "keys", "left", "row_of", "sealing"]
