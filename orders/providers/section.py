"""What paying at a provider adds to the pages about an order: for both sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orders import sections
from orders.event import Verb
from orders.payment import Payment
from orders.providers import agreeing, stripe
from orders.sections import About, Section

PLACE = 5


def register() -> None:
    """Show it, where an order is paid there."""
    sections.for_customers(Section("orders/parts/provider.html", for_customer, PLACE))
    sections.for_staff(Section("orders/staff/parts/provider.html", for_staff, PLACE))


def for_customer(about: About) -> Mapping[str, Any] | None:
    """Say what is awaited from the provider, and what the customer agreed to."""
    payment: Payment = about.order.payment
    if payment.method != stripe.KEY:
        return None
    agreed = agreeing.standing(payment)
    told = {
        "provider": agreeing.recipient(payment.method),
        "awaited": payment.is_unsettled and payment.asks_at is not None,
        "doubted": payment.doubted_at is not None,
        "agreed": agreed if payment.is_unsettled else None,
        "secret": about.secret,
    }
    return (
        told if any(told[each] for each in ("awaited", "doubted", "agreed")) else None
    )


def for_staff(about: About) -> Mapping[str, Any] | None:
    """Say how the provider has the payment, and what staff have to look at."""
    payment: Payment = about.order.payment
    if payment.method != stripe.KEY:
        return None
    return {
        "order": about.order,
        "payment": payment,
        "may": about.by is not None and about.by.has_perm("orders.settle_payment"),
        "late": about.happened(Verb.CANCELLED) and payment.is_paid,
    }
