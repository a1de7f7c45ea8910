"""The cookies that the shop may set: what each is for, and nothing beside them.

All are strictly necessary for what the visitor asked for (Directive 2002/58/EC,
Art. 5(3)), so none needs a permission. The policy page is written from this list.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Cookie:
    """A cookie: its name, what it remembers, and how long at most.

    `life` is None for one that goes when the browser is closed.
    """

    name: str
    purpose: str
    life: timedelta | None

    @property
    def until(self) -> str:
        """Return how long it stays, in words for a page."""
        if self.life is None:
            return "until you close the browser"
        return "a day" if self.life.days == 1 else f"{self.life.days} days"


BASKET_LIFE = timedelta(days=14)
BASKET = Cookie(
    f"{settings.COOKIE_PREFIX}basket",
    "what is in your basket: numbers of products",
    BASKET_LIFE,
)


def declared() -> list[Cookie]:
    """Return every cookie that the shop sets, on the public pages and for staff."""
    from privacy.second_factors import devices  # A model, which is there only later.

    return [
        BASKET,
        Cookie(
            settings.SESSION_COOKIE_NAME,
            "your checkout, that you are signed in, or that you proved who you are",
            timedelta(seconds=settings.SESSION_COOKIE_AGE),
        ),
        Cookie(settings.CSRF_COOKIE_NAME, "that a form comes from our own page", None),
        Cookie(
            devices.COOKIE,
            "for our staff alone: that they signed in with this browser before",
            devices.LIFE,
        ),
    ]


class OnlyDeclaredCookies:
    """Takes any other cookie out of the response, whoever put it there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the rest of the program, and the names once."""
        self.get_response = get_response
        self.names = frozenset(cookie.name for cookie in declared())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the program does, without what is not on the list."""
        response = self.get_response(request)
        if response.cookies:
            for name in response.cookies.keys() - self.names:
                del response.cookies[name]
                log.error("The cookie %s is not declared and was not set.", name)
        return response
