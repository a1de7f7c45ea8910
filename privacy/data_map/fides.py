"""The map as Fides datasets: one for each app, a collection for each model.

The format is that of fideslang 3 (Dataset, DatasetCollection, DatasetField). It is
written as JSON, which is YAML too.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db import models as fields
from django.db.models import Model

from privacy.data_map import columns
from privacy.data_map.columns import Column
from privacy.encryption.indexing import BlindIndexField
from privacy.purposes import Purpose

NOT_PERSONAL = "system.operations"
SUBJECT = "customer"
USES = {
    Purpose.ORDER_CONFIRMATION: "essential.service",
    Purpose.DELIVERY: "essential.service",
    Purpose.AFTER_SALES: "essential.service.operations.support",
    Purpose.REFUND: "essential.service.payment_processing",
    Purpose.OFFICIAL_NOTICE: "essential.service.notifications.email",
    Purpose.CONVERSATION: "essential.service.operations.support",
    Purpose.OWN_REQUEST: "essential.legal_obligation",
    Purpose.ACCOUNTING: "essential.legal_obligation",
}
_TYPES: tuple[tuple[type[Any], str], ...] = (
    (fields.BooleanField, "boolean"),
    (fields.IntegerField, "integer"),
    (fields.DecimalField, "float"),
    (fields.FloatField, "float"),
    (fields.JSONField, "object"),
)


def datasets(models: Sequence[type[Model]]) -> dict[str, Any]:
    """Return a manifest with a dataset for each app of these models."""
    by_app = groupby(models, key=lambda model: model._meta.app_label)
    return {"dataset": [_dataset(app, list(group)) for app, group in by_app]}


def _dataset(app: str, models: Sequence[type[Model]]) -> dict[str, Any]:
    return {
        "fides_key": app,
        "name": app,
        "description": f"What the app {app} holds, read from its declarations.",
        "collections": [_collection(model) for model in models],
    }


def _collection(model: type[Model]) -> dict[str, Any]:
    return {
        "name": model._meta.model_name,
        "description": columns.heading(model),
        "fields": [_field(column) for column in columns.of(model)],
    }


def _field(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": column.name,
        "description": column.what,
        "data_categories": [NOT_PERSONAL],
        "fides_meta": _meta(column),
    }
    if column.said is not None:
        told["description"] = f"{column.what}. {column.said.why}"
        told["data_categories"] = [column.said.category]
        told["data_uses"] = sorted({USES[each] for each in column.said.purposes})
        told["data_subjects"] = [SUBJECT]
    return told


def _meta(column: Column) -> dict[str, Any]:
    field = column.field
    meta: dict[str, Any] = {"data_type": _type(field)}
    if field.primary_key:
        meta["primary_key"] = True
    if isinstance(field, BlindIndexField) and field.unique:
        meta["identity"] = "email"
    if field.max_length and not column.sealed:
        meta["length"] = field.max_length
    if field.is_relation:
        meta["references"] = [_reference(field)]
    return meta


def _type(field: Any) -> str:
    target = field.target_field if field.is_relation else field
    if isinstance(target, fields.AutoField):
        return "integer"
    return next((name for kind, name in _TYPES if isinstance(target, kind)), "string")


def _reference(field: Any) -> dict[str, str]:
    to = field.related_model._meta
    return {
        "dataset": to.app_label,
        "field": f"{to.model_name}.{field.target_field.name}",
        "direction": "to",
    }
