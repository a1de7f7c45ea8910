"""Drafts: begun with the first page, gone with the order or after a day."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import connections, router, transaction

from privacy.encryption import keys
from shop.checkout.models import Draft, Typed

SESSION_KEY = "draft"
SWEPT_AT_ONCE = 200
_STANDING = "SELECT typed, shown FROM shop_draft WHERE id = %s AND expires_at > %s"


def begin(*, typed: Typed, shown: dict[str, int], at: datetime) -> Draft:
    """Keep what was typed, sealed under a new key, for 24 hours."""
    draft = Draft(typed=typed, shown=shown, expires_at=at + Draft.LIFE)
    # Made here, the key need not be looked for first.
    keys.create(draft.pk, at=at)
    draft.save(force_insert=True)
    return draft


def keep(draft: Draft, *, typed: Typed, shown: dict[str, int], at: datetime) -> None:
    """Replace what `draft` holds; its 24 hours begin again."""
    draft.typed, draft.shown, draft.expires_at = typed, shown, at + Draft.LIFE
    draft.save(update_fields=["typed", "shown", "expires_at"])


def of_session(session: SessionBase, *, at: datetime) -> Draft | None:
    """The draft that this browser's session points at, while it stands."""
    number = session.get(SESSION_KEY)
    if number is None:
        return None
    return _standing(UUID(number), at)


def _standing(number: UUID, at: datetime) -> Draft | None:
    """The draft of that number, while it stands: five times in each checkout.

    With a query that is written once; having Django write it cost twice the reading.
    """
    alias = router.db_for_read(Draft)
    connection = connections[alias]
    own = Draft._meta.pk.get_db_prep_value(number, connection)
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [own, connection.ops.adapt_datetimefield_value(at)])
        row = cursor.fetchone()
    if row is None:
        return None
    typed, shown = row
    told = [number, bytes(typed), json.loads(shown)]
    return Draft.from_db(alias, ["id", "typed", "shown"], told)


def discard(draft: Draft) -> None:
    """Delete the draft's row, then its key: a backup of the row stays unreadable."""
    number = draft.pk
    draft.delete()
    transaction.on_commit(lambda: keys.discard(number))


def discard_expired(*, at: datetime) -> int:
    """Discard every draft whose time is up by `at`; return how many there were."""
    expired = list(Draft.objects.expired(at=at).only("id")[:SWEPT_AT_ONCE])
    for draft in expired:
        discard(draft)
    return len(expired)
