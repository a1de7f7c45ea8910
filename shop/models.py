"""The site's tables, gathered from the activities that own them."""

from __future__ import annotations

from shop.accounts.models import PendingPassword, ResetLink
from shop.catalogue.models import Department, Product, Variant
from shop.checkout.models import Draft

__all__ = ["Department", "Draft", "PendingPassword", "Product", "ResetLink", "Variant"]
