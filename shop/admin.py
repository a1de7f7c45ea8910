"""The site's staff screens, gathered from the activities that own them."""

from __future__ import annotations

from privacy.regimes import admin as regimes
from shop.catalogue import admin
from shop.firewall import admin as firewall
from shop.rights import admin as rights

__all__ = ["admin", "firewall", "regimes", "rights"]
