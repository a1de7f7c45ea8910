"""The list of orders, filtered by what became of their parcels."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from orders.order import Order
from orders.parcels.parcel import Parcel

UNDECIDED = "undecided"


def undecided() -> QuerySet[Any]:
    """Return the ids of orders of which a parcel failed and nobody decided.

    Of an order that is nobody's any more nothing can be decided.
    """
    rows = Parcel.objects.undecided().filter(order__link__isnull=False)
    found: QuerySet[Any] = rows.order_by().values("order").distinct()
    return found


class ParcelFilter(admin.SimpleListFilter):
    """Orders with a parcel that failed and waits for somebody to decide."""

    title = "parcels"
    parameter_name = "parcels"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the one thing that parcels wait for by themselves."""
        return [(UNDECIDED, "Send again or refund")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Order]
    ) -> QuerySet[Order]:
        """Keep those where something is to be decided."""
        chosen = self.value() == UNDECIDED
        return queryset.filter(pk__in=undecided()) if chosen else queryset
