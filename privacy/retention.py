"""Keeps the dates: clears each sealed value on the day that its declaration gives.

Rows that go as a whole (letters, drafts, browser sessions) have sweeps of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from privacy import declarations
from privacy.declarations import Erasure, Retention
from privacy.encryption.fields import SealedField


@dataclass(frozen=True)
class Rule:
    """One column that is cleared on a date: which, and after what."""

    model: type[Model]
    field: str
    retention: Retention

    @property
    def label(self) -> str:
        """Return the column's name, such as "orders.Order.contact_name"."""
        return f"{self.model._meta.label}.{self.field}"

    def due(self, *, at: datetime) -> QuerySet[Any]:
        """Return the rows whose value has to be gone by `at`."""
        last = self.retention.last_start(timezone.localdate(at))
        begins = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
        rows: QuerySet[Any] = self.model._default_manager.filter(
            **{f"{self.retention.after}__lt": begins, f"{self.field}__isnull": False}
        )
        exempt = declarations.of(self.model).exempt
        return rows.exclude(Q(**exempt)) if exempt else rows


def rules() -> Iterator[Rule]:
    """Return a rule for each sealed column that erasing clears."""
    for model in apps.get_models():
        for name, said in declarations.of(model).personal.items():
            sealed = isinstance(model._meta.get_field(name), SealedField)
            if sealed and said.erasure is Erasure.CLEAR:
                yield Rule(model, name, said.retention)


def overdue(*, at: datetime) -> dict[str, int]:
    """Return how many values of each column are past their date."""
    counted = {rule.label: rule.due(at=at).count() for rule in rules()}
    return {label: number for label, number in counted.items() if number}


def sweep(*, at: datetime) -> dict[str, int]:
    """Clear every value that is past its date, its blind index with it.

    Returns how many values of each column went. Doing it twice changes nothing.
    """
    cleared = {
        rule.label: rule.due(at=at).update(**{rule.field: None}) for rule in rules()
    }
    return {label: number for label, number in cleared.items() if number}
