"""What the pages of exports show: codes, counts, columns and days, and no value."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from privacy import masking, purposes, recipients
from privacy.encryption import keys
from privacy.encryption.keys import ValueErased
from privacy.exports import choosing, deciding, limits, preview, sheets
from privacy.exports.export import Export, ExportQuerySet
from privacy.exports.forms import RefuseForm
from privacy.exports.states import OPEN, State
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.recipients import UnknownRecipient

MOST = 100


def seen_by(by: Person) -> ExportQuerySet:
    """Return what somebody may see: all of them to decide, or their own."""
    every: ExportQuerySet = Export.objects.all()
    return every if by.has_perm(deciding.APPROVE) else every.filter(by=by)


def listed(by: Person, *, at: datetime) -> list[dict[str, Any]]:
    """Return the newest exports that somebody may see."""
    rows = seen_by(by).select_related("by", "decided_by").order_by("-asked_at", "-pk")
    found = list(rows[:MOST])
    keys.prefetch(each.by_id for each in found)
    return [
        {
            "export": each,
            "what": _title(each),
            "who": _who(each.by, by),
            "tone": _tone(each, at),
        }
        for each in found
    ]


def offered(by: Person) -> list[dict[str, Any]]:
    """Return what somebody may ask for: kinds of rows by purpose, and how many."""
    return [
        {"sheet": sheet, "purpose": purpose, "limit": limit}
        for purpose, limit in limits.of(by).items()
        for sheet in sheets.every()
        if any(
            limit.sealed or not each.is_sealed
            for each in sheets.columns(sheet, purpose)
        )
    ]


def facts(export: Export, *, by: Person, at: datetime) -> dict[str, Any]:
    """Return what the page of one export shows to this member of staff."""
    waits = export.state == State.ASKED and export.expires_at > at
    seen = _preview(export) if waits else None
    own = export.by_id == by.pk
    return {
        "title": f"Export {export.reference}",
        "export": export,
        "what": _title(export),
        "who": _who(export.by, by),
        "decider": _who(export.decided_by, by),
        "purpose": Purpose(export.purpose).words,
        "words": _words(export, by),
        "receiver": _receiver(export),
        "tone": _tone(export, at),
        "own": own,
        "preview": seen,
        "columns": _columns(export),
        "only": _only(export),
        "may_decide": seen is not None and not own and by.has_perm(deciding.APPROVE),
        "may_withdraw": own and export.state in OPEN,
        "may_fetch": own and export.state == State.BUILT and export.expires_at > at,
        "may_say_gone": own and export.is_out,
        "refuse_form": RefuseForm(),
    }


def _preview(export: Export) -> preview.Preview | None:
    if sheets.get(export.sheet) is None:
        return None
    most = limits.of(export.by).get(Purpose(export.purpose))
    return preview.of(export, most=most.rows if most else 0)


def _columns(export: Export) -> list[sheets.Column]:
    try:
        return choosing.columns(export)
    except LookupError:
        return []


def _only(export: Export) -> str:
    """Return in words which state of rows was chosen; "" for any."""
    found = sheets.get(export.sheet)
    return str(dict(found.states).get(export.only, "")) if found else ""


def _title(export: Export) -> str:
    found = sheets.get(export.sheet)
    return found.title if found else "What is not offered any more"


def _who(person: Person | None, by: Person) -> str:
    if person is None:
        return ""
    if person.pk == by.pk:
        return "You"
    return masking.masked(person, "name") or masking.ERASED


def _words(export: Export, by: Person) -> str:
    try:
        with purposes.using(Purpose(export.purpose), by=by):
            return export.words or masking.ERASED
    except ValueErased:
        return masking.ERASED


def _receiver(export: Export) -> str:
    if not export.recipient:
        return "Nobody outside the shop"
    try:
        to = recipients.get(export.recipient)
    except UnknownRecipient:
        return "Somebody who is not on the register any more"
    return f"{to.name}, {to.condition}"


def _tone(export: Export, at: datetime) -> str:
    if export.is_out and export.has_to_go_by <= at:
        return "bad"
    tones = {
        State.ASKED: "warn",
        State.APPROVED: "info",
        State.BUILT: "ok",
        State.FAILED: "bad",
    }
    return tones.get(State(export.state), "")
