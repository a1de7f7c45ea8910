"""The site's tables, gathered from the activities that own them."""

from __future__ import annotations

from shop.accounts.models import PendingPassword, ResetLink
from shop.browsers import BrowserSession
from shop.catalogue.models import Department, Product, Variant
from shop.checkout.models import Draft
from shop.firewall.refusal import Refusal
from shop.policy.notice import PolicyNotice
from shop.policy.version import PolicyVersion

__all__ = [
    "BrowserSession",
    "Department",
    "Draft",
    "PendingPassword",
    "PolicyNotice",
    "PolicyVersion",
    "Product",
    "Refusal",
    "ResetLink",
    "Variant",
]
