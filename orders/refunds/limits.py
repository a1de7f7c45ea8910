"""How often an account may be typed: by the order, and by the network it comes from.

Each that is new sends a letter, and whoever has the link of an order can type one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from orders.order import Order
from privacy.tries import Limit, network

TYPE = Limit("refund-account", tries=5, window=timedelta(hours=1))
TYPE_A_DAY = Limit("refund-account-day", tries=10, window=timedelta(days=1))
TYPE_NETWORK = Limit("refund-account-network", tries=30, window=timedelta(hours=1))


def count_account(request: HttpRequest, order: Order, *, at: datetime) -> None:
    """Count one account by its network and by its order. Raises TooManyTries."""
    TYPE_NETWORK.count(network(request), at=at)
    TYPE_A_DAY.count(str(order.pk), at=at)
    TYPE.count(str(order.pk), at=at)
