"""What of orders can be taken out: the rows. Which columns, the declarations say."""

from __future__ import annotations

from privacy.exports import sheets
from privacy.exports.sheets import Sheet


def register() -> None:
    """Offer orders, what was sold, and payments."""
    sheets.offer(
        Sheet(
            key="orders",
            label="orders.Order",
            title="Orders",
            also=("items_total", "delivery_total", "tax_total", "currency"),
            state="state",
            consent="consent",
        )
    )
    sheets.offer(
        Sheet(
            key="lines",
            label="orders.Line",
            title="What was sold",
            also=("sku", "unit_price", "tax_rate", "tax", "sold_at"),
            along=("order.number",),
        )
    )
    sheets.offer(
        Sheet(
            key="payments",
            label="orders.Payment",
            title="Payments",
            also=("currency", "opened_at"),
            along=("order.number",),
            state="state",
        )
    )
