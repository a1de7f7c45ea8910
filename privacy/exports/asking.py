"""Asking: what for, which rows and columns, why, and how the file will be locked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from privacy import recipients
from privacy.access import LONGEST_WORDS, Reason
from privacy.encryption import keys
from privacy.exports import choosing, limits, locking, preview, sheets
from privacy.exports.export import WAITS, Export
from privacy.exports.limits import Limit
from privacy.exports.locking import Lock
from privacy.exports.preview import Preview
from privacy.exports.recording import note
from privacy.exports.sheets import Column
from privacy.identifiers import new_readable
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.recipients import Recipient, UnknownRecipient
from privacy.refusing import NotAllowed

LENGTH = 8
OPEN_AT_ONCE = 5
"""Of one person: whoever has so many under way waits for an end of one."""
MOST_OUTSIDE = 500
"""People in a file for somebody outside: for each the door is passed when it goes."""
ASK = "privacy.ask_export"


class NotAsked(NotAllowed):
    """It can't be asked for like that; the text says what to change."""


@dataclass(frozen=True, repr=False)
class Wish:
    """What somebody wants to take out.

    Arguments:
        sheet: a key of privacy.exports.sheets.
        columns: labels of columns.
        since, until: the first and the last day; the last one is over.
        only: a state of the rows, "" for any.
        recipient: a key of the register, "" where the file stays in the shop.
        public_key: an "age1…" key; "" for a passphrase that is made.
    """

    sheet: str
    purpose: Purpose
    columns: tuple[str, ...]
    since: date
    until: date
    reason: Reason
    words: str
    only: str = ""
    recipient: str = ""
    public_key: str = ""

    def __repr__(self) -> str:
        return "<Wish>"


def ask(*, wish: Wish, by: Person, once: UUID, at: datetime) -> tuple[Export, str]:
    """Ask for an export; return it and the passphrase, "" with a key of somebody's.

    The passphrase is kept nowhere: whoever asks sees it now. The same `once` again is
    the same export, without a passphrase. Raises NotAsked, and locking.NoKey.
    """
    before = _asked_before(once, by)
    if before is not None:
        return before, ""
    made = _made(wish, by, once, at)
    seen = require(made, at=at)
    made.rows, made.people_counted = seen.rows, seen.people
    passphrase = "" if wish.public_key else locking.new_passphrase()
    made.lock = _lock(wish, passphrase)
    return _saved(made, by, at), passphrase


def require(export: Export, *, at: datetime) -> Preview:
    """Count what it would take out; raise NotAsked where whoever asked may not."""
    limit = _limit(export)
    if export.until >= timezone.localdate(at) or export.since > export.until:
        raise NotAsked("Choose days that are over, the earlier one first.")
    seen = preview.of(export, most=limit.rows)
    _require_columns(export, seen, limit)
    if seen.rows > limit.rows:
        raise NotAsked(
            f"These are more than {limit.rows:,} rows, and your role takes out no more"
            " at once. Choose fewer days."
        )
    if export.recipient:
        _require_receiver(export, seen)
    if not seen.rows:
        raise NotAsked("There is nothing in these days. Choose others.")
    return seen


def _require_columns(export: Export, seen: Preview, limit: Limit) -> None:
    if set(export.columns) - {each.label for each in seen.columns}:
        raise NotAsked("One of these columns may not go out for this purpose.")
    if not any(each.is_personal for each in seen.columns):
        raise NotAsked("Choose at least one column.")
    if seen.sealed > limit.sealed:
        raise NotAsked(_too_wide(limit.sealed))


def _require_receiver(export: Export, seen: Preview) -> None:
    if seen.people > MOST_OUTSIDE:
        raise NotAsked(
            f"These are more than {MOST_OUTSIDE} people, and no more leave for somebody"
            " outside at once. Choose fewer days."
        )
    if not _may_leave(export, seen):
        raise NotAsked("Who gets it is not on the register for that. Choose again.")


def may_go_to(to: Recipient, columns: Iterable[Column], purpose: Purpose) -> bool:
    """Tell whether somebody on the register may get all of these, for that."""
    names = {each.name for each in columns if each.is_personal}
    return bool(names) and names <= set(to.fields) and purpose in to.purposes


def _may_leave(export: Export, seen: Preview) -> bool:
    """Tell whether whoever gets it is on the register for all of it."""
    try:
        to = recipients.get(export.recipient)
    except UnknownRecipient:
        return False
    return may_go_to(to, seen.columns, Purpose(export.purpose))


def _limit(export: Export) -> Limit:
    may = export.by.is_active and export.by.has_perm(ASK)
    found = limits.of(export.by).get(Purpose(export.purpose)) if may else None
    if found is None:
        raise NotAsked("Your role takes nothing out for this purpose.")
    return found


def _too_wide(most: int) -> str:
    if not most:
        return "Your role takes out nothing that is encrypted, such as a name."
    return (
        f"Choose {most} or fewer of the columns that name people or reach them: your"
        " role takes out no more at once."
    )


def _asked_before(once: UUID, by: Person) -> Export | None:
    found: Export | None = Export.objects.filter(once=once, by=by).first()
    return found


def _made(wish: Wish, by: Person, once: UUID, at: datetime) -> Export:
    if sheets.get(wish.sheet) is None:
        raise NotAsked("Choose what to take out.")
    made = Export(
        reference=f"E-{new_readable(LENGTH)}",
        once=once,
        sheet=wish.sheet,
        purpose=wish.purpose,
        since=wish.since,
        until=wish.until,
        only=wish.only,
        reason=wish.reason,
        recipient=wish.recipient,
        public_key=wish.public_key.strip(),
        by=by,
        asked_at=at,
        expires_at=at + WAITS,
    )
    made.columns = list(wish.columns)
    made.words = " ".join(wish.words.split())[:LONGEST_WORDS]
    return made


def _lock(wish: Wish, passphrase: str) -> Lock:
    if wish.public_key:
        return locking.with_key(wish.public_key)
    return locking.with_passphrase(passphrase)


def _saved(made: Export, by: Person, at: datetime) -> Export:
    keys.create(made.pk, at=at)
    try:
        with transaction.atomic():
            # Before anything is locked: those who record wait for each other, and so
            # do those who ask at once.
            note(made, "asked", by=by, at=at)
            if Export.objects.open().filter(by=by).count() >= OPEN_AT_ONCE:
                raise NotAsked(
                    "You have asked for so many exports already. Fetch or withdraw one."
                )
            made.save(force_insert=True)
    except (IntegrityError, NotAsked):
        keys.discard(made.pk)
        other = _asked_before(made.once, by)
        if other is None:
            raise
        return other
    return made


def columns_of(export: Export) -> list[str]:
    """Return the labels of its personal columns, as ledgers name them."""
    return [each.label for each in choosing.columns(export) if each.is_personal]
