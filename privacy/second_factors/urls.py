"""Where the pages about second factors are, below the staff pages' own address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from privacy.second_factors import door, others, own


def outside(wrap: Callable[[Any], Any]) -> list[URLPattern]:
    """Return those that open without a second factor, each wrapped by `wrap`."""
    return [
        path("factor/", wrap(door.show), name="factor"),
        path("factors/", wrap(own.overview), name="factors"),
        path("factors/app/", wrap(own.begin_app), name="factor_begin"),
        path("factors/app/<uuid:factor_id>/", wrap(own.app), name="factor_app"),
        path("factors/passkey/", wrap(own.passkey), name="factor_passkey"),
        path("factors/codes/", wrap(own.new_codes), name="factor_codes"),
        path(
            "factors/<uuid:factor_id>/remove/", wrap(own.remove), name="factor_remove"
        ),
    ]


def inside(wrap: Callable[[Any], Any]) -> list[URLPattern]:
    """Return those for staff who have shown theirs, each wrapped by `wrap`."""
    return [
        path("factors/staff/", wrap(others.overview), name="factors_of_others"),
        path(
            "factors/staff/<uuid:person_id>/reset/",
            wrap(others.reset),
            name="factors_reset",
        ),
    ]
