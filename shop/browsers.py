"""Browser sessions as rows that know whose they are, once somebody proved it there.

So that erasing a person takes the sessions of every browser along, a day or less
before they would end by themselves, and the look afterwards can count them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY as SIGNED_IN
from django.contrib.sessions.base_session import (
    AbstractBaseSession,
    BaseSessionManager,
)
from django.db import models

from privacy.copies import wording
from privacy.declarations import Erasure, Personal, Retention
from privacy.purposes import Purpose

PERSON_KEY = "person"
"""Where a session keeps the id of a guest who proved in it who they are."""
_A_DAY = Retention(after="expire_date", words="a day after your last visit")


class BrowserSession(AbstractBaseSession):
    """One browser: ids, and nothing that was typed."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )

    objects: ClassVar[Any] = BaseSessionManager()

    class PersonalData:
        """Whose it is, for browsers in which somebody showed that."""

        subject = "person_id"
        about = "Browsers in which you are known"
        session_key = Personal(
            what="The number in the session cookie",
            category="user.device.cookie_id",
            purposes=(Purpose.OWN_REQUEST,),
            why="To know your browser again while you check out or are signed in",
            retention=_A_DAY,
            erasure=Erasure.DELETE_ROW,
            in_clear="A random number, looked up at each request",
        )
        session_data = Personal(
            what="Which checkout, request or account is yours",
            category="user.unique_id",
            purposes=(Purpose.OWN_REQUEST,),
            why="To know what is yours in that browser: ids, nothing you typed",
            retention=_A_DAY,
            erasure=Erasure.DELETE_ROW,
            in_clear="It holds ids alone",
        )
        not_personal = ("expire_date",)

    def __str__(self) -> str:
        """Name the row without its number, which is a key."""
        return "browser session"

    @classmethod
    def get_session_store_class(cls) -> type[Any]:
        """Return the class that reads and writes these rows."""
        store: type[Any] = import_module(settings.SESSION_ENGINE).SessionStore
        return store


def person_of(data: dict[str, Any]) -> UUID | None:
    """Return the id of whoever signed in, or proved who they are, in this session."""
    said = data.get(SIGNED_IN) or data.get(PERSON_KEY)
    return UUID(str(said)) if said else None


wording.withhold(
    "shop.BrowserSession", "session_key", "a key to your browser, so it is not shown"
)
wording.withhold(
    "shop.BrowserSession", "session_data", "ids for the program, signed by it"
)
