"""Looks at what guards the shop: backups, the ledger of erasures, keys, laws."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from privacy.encryption import canary, keyset
from privacy.promises.promise import Finding, measures
from privacy.regimes import table
from privacy.second_factors import others, trying
from privacy.trail import heads, verifying

BACKUP_AGE = timedelta(hours=36)
HEAD_AGE = timedelta(hours=36)
DRILL_AGE = timedelta(days=100)
READ_AGAIN = timedelta(days=400)
TO_SET_UP = timedelta(days=7)


@measures("C5", "backups")
def backups_are_fresh(at: datetime) -> Finding:
    """Read when the last backup was made, and when one was last restored on trial.

    Whatever makes the backups writes both moments (ISO 8601, with the offset) as
    {"last_backup": …, "last_restore_drill": …} into the file BACKUP_STATUS.
    """
    try:
        told: Any = json.loads(Path(settings.BACKUP_STATUS).read_text())
        made = datetime.fromisoformat(told["last_backup"])
        tried = datetime.fromisoformat(told["last_restore_drill"])
        ages = (at - made, at - tried)
    except (OSError, ValueError, KeyError, TypeError):
        return Finding(None, "Nobody wrote down when the last backup was made.")
    counts = {"backup_hours": ages[0] // timedelta(hours=1), "drill_days": ages[1].days}
    words = f"Last backup on {made:%-d %B %Y}, last restored on trial {tried:%-d %B %Y}"
    if ages[0] > BACKUP_AGE or ages[1] > DRILL_AGE:
        return Finding(False, f"{words}: that is too long ago.", counts)
    return Finding(True, f"{words}.", counts)


@measures("C1", "keys")
def the_keys_are_right(at: datetime) -> Finding:
    """Prove the keys in use against the canary in the database."""
    keys = keyset.current()
    try:
        canary.verify(keys)
    except keyset.KeysetError:
        return Finding(False, "The keys in use are not those of the database.")
    return Finding(True, "The keys in use are those that sealed the database.")


@measures("A4", "rules by country")
def the_rules_are_read_again(at: datetime) -> Finding:
    """Look how long ago somebody read the table of laws against its sources."""
    laws = table.current()
    rows = laws.regimes().values()
    counts = {
        "rows": len(rows),
        "without": sum(1 for row in rows if not row.get("source")),
    }
    read = laws.reviewed_on
    words = (
        f"The rules of {counts['rows']} regions, each with its source, last read on "
        f"{read:%-d %B %Y}"
    )
    if counts["without"] or at.date() - read > READ_AGAIN:
        return Finding(False, f"{words}: that is too long ago.", counts)
    return Finding(True, f"{words}.", counts)


@measures("C5", "trail")
def the_trail_is_whole(at: datetime) -> Finding:
    """Read the whole trail of what staff did, and look when its head was signed."""
    report, head = verifying.verify(), heads.newest()
    counts = {
        "entries": report.entries,
        "heads": report.heads,
        "flaws": len(report.flaws),
    }
    if not report.is_whole:
        return Finding(False, "The trail of what staff did was changed.", counts)
    if head is None:
        return Finding(None, "No head of the trail was signed yet.", counts)
    words = f"Nobody changed the trail of what staff did, signed on {head.at:%-d %B %Y}"
    if at - head.at > HEAD_AGE:
        return Finding(False, f"{words}: that is too long ago.", counts)
    return Finding(True, f"{words}.", counts)


@measures("C4", "second factors of staff")
def staff_have_second_factors(at: datetime) -> Finding:
    """Ask the staff pages for one with a password alone, and count who has no factor.

    Whoever has none can't open a page, but anybody who learns the password can set one
    up: a login counts as late after a week without.
    """
    staff = others.staff_now()
    without = staff.filter(apps=0, passkeys=0)
    late = without.filter(created_at__lt=at - TO_SET_UP)
    counts = {"staff": staff.count(), "without": without.count(), "late": late.count()}
    if trying.opens_by_password(staff.first()):
        return Finding(False, "The staff pages open by a password alone.", counts)
    if counts["late"]:
        words = "Staff have logins for which nobody set up a second factor for a week."
        return Finding(False, words, counts)
    return Finding(True, "No staff page opens without a second factor.", counts)
