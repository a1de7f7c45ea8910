"""A line of an order: what was sold, as it was called and priced that day.

It holds sku, title, price and tax as text and money, and knows no product.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orders.keeping import accounting
from orders.money import AmountField
from orders.order import Order
from privacy.identifiers import new_id


class Line(models.Model):
    """One thing that was sold, as it was called and priced that day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Beside the order's, so that a person's rows are found without a join.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    sku = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    variant = models.CharField(max_length=100, blank=True)
    unit_price = AmountField()
    quantity = models.PositiveIntegerField()
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2)
    line_total = AmountField()
    tax = AmountField()
    sold_at = models.DateTimeField()

    class Meta:
        """Lines keep the order they were sold in."""

        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=["order", "position"], name="line_position_once"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, unit_price__gte=0, tax__gte=0),
                name="line_sells_something",
            ),
            models.CheckConstraint(
                condition=Q(line_total=F("unit_price") * F("quantity")),
                name="line_total_adds_up",
            ),
        )
        indexes = (models.Index(fields=["sold_at"], name="line_by_time"),)

    class PersonalData:
        """What was bought is the buyer's data; the books need it without the name."""

        subject = "person_id"
        moment = "sold_at"
        about = "What you bought"
        title = accounting(
            what="Product", why="To show what you bought", after="sold_at"
        )
        variant = accounting(
            what="Kind", why="To show which kind you bought", after="sold_at"
        )
        quantity = accounting(
            what="How many", why="To show how many you bought", after="sold_at"
        )
        line_total = accounting(
            what="Price", why="To show what it cost", after="sold_at"
        )
        not_personal = (
            "id",
            "order",
            "position",
            "sku",
            "unit_price",
            "tax_rate",
            "tax",
            "sold_at",
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"line {self.position} of order {self.order_id}"
