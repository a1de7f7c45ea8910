"""The list of orders: masked, and looked through by nothing but its own filters."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from orders.order import Order
from orders.states import PaymentState
from privacy.encryption import keys

OF_PEOPLE = "person__id__in"
LOOKUPS = frozenset({"state__exact", "payment", "parcels", OF_PEOPLE})
"""What may stand in the address: nobody looks for a customer in there, unseen."""


class MaskedChangeList(ChangeList):
    """A page of orders whose keys are fetched in one query."""

    def get_results(self, request: HttpRequest) -> None:
        """Find the rows, then the keys of everyone on them at once."""
        super().get_results(request)
        keys.prefetch(order.person_id for order in self.result_list)


class PaymentFilter(admin.SimpleListFilter):
    """Orders by where their payment stands."""

    title = "payment"
    parameter_name = "payment"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        """Offer every state of a payment."""
        return list(PaymentState.choices)

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Order]
    ) -> QuerySet[Order]:
        """Keep those whose payment is in the chosen state."""
        chosen = self.value()
        known = chosen in PaymentState.values
        return queryset.filter(payment__state=chosen) if known else queryset
