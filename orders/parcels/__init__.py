"""Parcels: an order leaves in one or several, each with a course of its own."""

from __future__ import annotations

from orders.parcels.quantities import delivered_quantities, last_delivered_at

__all__ = ["delivered_quantities", "last_delivered_at"]
