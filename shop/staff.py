"""The staff pages: Django's admin with the shop's name and a strict policy."""

from __future__ import annotations

import functools
from typing import Any

from csp.decorators import csp
from django.conf import settings
from django.contrib.admin import AdminSite

from privacy.trail import watching


class StaffSite(AdminSite):
    """Django's admin under /staff/."""

    site_header = site_title = f"{settings.SHOP_NAME} staff"
    index_title = "Today"
    site_url = "/"
    enable_nav_sidebar = True

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Wrap each view in the staff's content security policy.

        It is the shop's own less Trusted Types, which the admin's scripts don't know.
        """
        guarded = super().admin_view(_known(view), cacheable)
        return csp(settings.STAFF_SECURITY_POLICY)(guarded)

    def login(self, request: Any, extra_context: Any = None) -> Any:
        """Show the sign-in page under the same policy."""
        guarded: Any = csp(settings.STAFF_SECURITY_POLICY)(super().login)
        return guarded(request, extra_context=extra_context)


def _known(view: Any) -> Any:
    """Let the trail know who acts, also where Django alone sees what is done."""

    @functools.wraps(view)
    def known(request: Any, *args: Any, **named: Any) -> Any:
        with watching.acting(request.user):
            return view(request, *args, **named)

    return known
