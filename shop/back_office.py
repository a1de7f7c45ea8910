"""Django's admin as an app of the shop: its site is the staff pages."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class StaffConfig(AdminConfig):
    """Django's admin, served as the staff pages."""

    default_site = "shop.staff.StaffSite"
