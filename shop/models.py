"""The site's tables, gathered from the activities that own them."""

from __future__ import annotations

from shop.accounts.models import PendingPassword, ResetLink
from shop.browsers import BrowserSession
from shop.catalogue.models import Department, Product, Variant
from shop.checkout.models import Draft

__all__ = [
    "BrowserSession",
    "Department",
    "Draft",
    "PendingPassword",
    "Product",
    "ResetLink",
    "Variant",
]
