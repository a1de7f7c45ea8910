"""Second factors: what staff show beside their password before any page opens."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from privacy.second_factors.standing import is_fresh, is_verified

__all__ = ["is_fresh", "is_verified", "require_fresh"]


def require_fresh(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for a factor before `view` where none was shown for a quarter of an hour.

    What it needs is there only once the models are, so it is read when it is used.
    """
    from privacy.second_factors import again

    return again.require_fresh(view)
