"""How often one may ask: by the order, and by the network that it comes from."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from orders.order import Order
from privacy.tries import Limit, network

ASK = Limit("question", tries=5, window=timedelta(hours=1))
ASK_A_DAY = Limit("question-day", tries=15, window=timedelta(days=1))
ASK_NETWORK = Limit("question-network", tries=30, window=timedelta(hours=1))


def count_question(request: HttpRequest, order: Order, *, at: datetime) -> None:
    """Count one question by its network and by its order. Raises TooManyTries."""
    ASK_NETWORK.count(network(request), at=at)
    ASK_A_DAY.count(str(order.pk), at=at)
    ASK.count(str(order.pk), at=at)
