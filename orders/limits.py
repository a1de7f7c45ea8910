"""How often one may send something from the page of an order: whoever has its link can.

Counted by the order, and by the network that it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from orders.order import Order
from privacy.tries import Limit, TooManyTries, network

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Limits:
    """At most so many of one thing in an hour and a day, for an order and a network."""

    name: str
    an_hour: int
    a_day: int
    of_a_network: int = 30

    def count(self, request: HttpRequest, order: Order, *, at: datetime) -> None:
        """Count one by its network and by its order. Raises TooManyTries."""
        of_network = Limit(f"{self.name}-network", self.of_a_network, HOUR)
        of_network.count(network(request), at=at)
        Limit(f"{self.name}-day", self.a_day, DAY).count(str(order.pk), at=at)
        Limit(self.name, self.an_hour, HOUR).count(str(order.pk), at=at)


QUESTIONS = Limits("question", an_hour=5, a_day=15)
ACCOUNTS = Limits("refund-account", an_hour=5, a_day=10)


def clock(wait: TooManyTries) -> str:
    """Return when sending works again, by the shop's clock, such as "14:05"."""
    return f"{timezone.localtime(wait.until):%H:%M}"


def later(response: HttpResponse, wait: TooManyTries, *, at: datetime) -> HttpResponse:
    """Make a page with all that was typed say when to come again (RFC 6585, 4)."""
    response.status_code = 429
    seconds = int((wait.until - at).total_seconds())
    response.headers["Retry-After"] = str(max(1, seconds))
    return response
