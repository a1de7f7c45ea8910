"""The staff pages: Django's admin with the shop's name, policy, and two factors."""

from __future__ import annotations

import functools
from typing import Any

from csp.decorators import csp
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from privacy import second_factors
from privacy.second_factors import standing
from privacy.trail import watching
from privacy.tries import TooManyTries
from shop.today.site import FramedSite


class StaffSite(FramedSite):
    """Django's admin under /staff/, behind a password and a second factor."""

    site_header = site_title = f"{settings.SHOP_NAME} staff"
    index_title = "Today"
    site_url = "/"
    enable_nav_sidebar = True
    login_template = "privacy/second_factors/sign_in.html"

    @property
    def login_form(self) -> Any:  # type: ignore[override] # nobody sets it
        """The form that asks for the password. It needs the models."""
        from shop.accounts.staff_door import StaffSignInForm

        return StaffSignInForm

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Change the password of who showed a factor just now."""
        from shop.accounts import staff_door

        changing = second_factors.require_fresh(staff_door.password_change)
        frame = {**self.each_context(request), **(extra_context or {})}
        return self._limited(changing, request, frame)

    def has_permission(self, request: HttpRequest) -> bool:
        """Let staff in who have shown a second factor, and nobody else."""
        known = super().has_permission(request)
        return known and second_factors.is_verified(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return the admin's addresses, and those of the pages about second factors."""
        from privacy.second_factors import urls  # The models are there only now.

        return [
            path("logout/", self.outside(self.logout), name="logout"),
            *urls.outside(self.outside),
            *urls.inside(self.admin_view),
            *super().get_urls(),
        ]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Wrap each view in the staff's content security policy.

        It is the shop's own less Trusted Types, which the admin's scripts don't know.
        """
        guarded = super().admin_view(_known(view), cacheable)
        return csp(settings.STAFF_SECURITY_POLICY)(guarded)

    def outside(self, view: Any) -> Any:
        """Wrap a view that opens before a second factor in the same policy."""
        guarded: Any = never_cache(csrf_protect(view))
        return csp(settings.STAFF_SECURITY_POLICY)(guarded)

    def login(self, request: Any, extra_context: Any = None) -> Any:
        """Ask for the password, or send who has typed it on to the second step."""
        from shop.accounts import staff_door  # Its form needs the models.

        ended = standing.is_over(request, at=timezone.now())
        if ended:
            logout(request)
        elif request.method == "GET" and staff_door.waits(request):
            return staff_door.second_step(request)
        guarded = self.outside(super().login)
        told = {**(extra_context or {}), "ended": ended}
        return self._limited(guarded, request, told)

    def _limited(self, view: Any, request: Any, told: Any) -> Any:
        """Say until when to wait where a limit is reached."""
        from shop.accounts.views import too_many

        try:
            return view(request, told)
        except TooManyTries as wait:
            return too_many(request, wait)


def _known(view: Any) -> Any:
    """Let the trail know who acts, also where Django alone sees what is done."""

    @functools.wraps(view)
    def known(request: Any, *args: Any, **named: Any) -> Any:
        standing.keep(request, at=timezone.now())
        with watching.acting(request.user):
            return view(request, *args, **named)

    return known
