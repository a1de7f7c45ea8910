"""Browser sessions in the database, with statements that are written once.

A checkout reads its session five times and writes it twice. Having Django write each
statement anew cost twice as much as all the rest.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.base import (
    VALID_KEY_CHARS,
    CreateError,
    UpdateError,
)
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connections, router
from django.utils import timezone
from django.utils.crypto import get_random_string

from shop.browsers import BrowserSession, person_of

_STANDING = (
    "SELECT session_data FROM shop_browsersession"
    " WHERE session_key = %s AND expire_date > %s"
)
_NEW = (
    "INSERT INTO shop_browsersession"
    " (session_data, expire_date, person_id, session_key)"
    " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
)
_CHANGED = (
    "UPDATE shop_browsersession"
    " SET session_data = %s, expire_date = %s, person_id = %s"
    " WHERE session_key = %s"
)
_TOLD = ("session_data", "expire_date", "person", "session_key")


class SessionStore(DatabaseSessions):
    """Django's own store, but for how it reads and writes, and whose a row is."""

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        """Return the model of the rows."""
        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        """Return the row for this session, with the person whose it is."""
        row: Any = super().create_model_instance(data)
        row.person_id = person_of(data)
        made: BrowserSession = row
        return made

    def _validate_session_key(self, key: str) -> bool:
        # A cookie can hold a NUL ("\\000" in quotes), at which PostgreSQL breaks off.
        # Keys that Django makes are letters and digits: another is nobody's.
        known: bool = super()._validate_session_key(key)  # type: ignore[misc] # no stub
        return known and key.isascii() and key.isalnum()

    def _get_new_session_key(self) -> str:
        # Django asks first whether the key is taken. Of 165 bits none ever is, and
        # the insert that follows would say so.
        return get_random_string(32, VALID_KEY_CHARS)

    def _get_session_from_db(self) -> BrowserSession | None:
        connection = connections[router.db_for_read(BrowserSession)]
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(_STANDING, [self.session_key, now])
            found = cursor.fetchone()
        if found:
            return BrowserSession(session_data=found[0])
        self._session_key = None
        return None

    def save(self, must_create: bool = False) -> None:
        """Write the session, in one statement and so without a transaction of its own.

        Raises CreateError where a new session's key is taken, UpdateError where an old
        session is gone.
        """
        if self.session_key is None:
            self.create()
            return
        told = self._get_session(no_load=must_create)  # type: ignore[attr-defined] # no stub
        row = self.create_model_instance(told)
        connection = connections[router.db_for_write(BrowserSession)]
        fields: list[Any] = [BrowserSession._meta.get_field(name) for name in _TOLD]
        values = [
            each.get_db_prep_save(getattr(row, each.attname), connection)
            for each in fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(_NEW if must_create else _CHANGED, values)
            written = cursor.rowcount
        if not written:
            raise CreateError if must_create else UpdateError
