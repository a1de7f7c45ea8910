"""Browser sessions in the database, read with a query that is written once.

A checkout reads its session five times. Having Django write the query anew each time
cost twice as much as all the rest of reading it.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connections, router
from django.utils import timezone
from django.utils.crypto import get_random_string

from shop.browsers import BrowserSession, person_of

_STANDING = (
    "SELECT session_data FROM shop_browsersession"
    " WHERE session_key = %s AND expire_date > %s"
)


class SessionStore(DatabaseSessions):
    """Django's own store, but for the reading, and for whose a row is."""

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
