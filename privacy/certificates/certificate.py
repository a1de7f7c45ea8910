"""A certificate: what was erased, kept and checked for one case, in counts, signed.

It names nobody: the reference is random, and the rest are codes, counts and times.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from privacy.certificates import keys
from privacy.certificates.canonical import canonical
from privacy.certificates.verifying import signed
from privacy.vault.models import LedgerEntry

VERSION = 1
FINISHED = frozenset({"checking", "done"})
OUTCOMES = {"clear": "cleared", "delete": "deleted", "keep": "kept"}


class NotFinished(Exception):
    """The run is under way, or something is left: there is nothing to certify."""


def issue(case: Any, run: Any, at: datetime, *, told: int = 0) -> dict[str, Any]:
    """Return the certificate of a `case`, which the caller keeps with it.

    A case that has one already gets the same again, whenever that is. `run` is its
    Run (privacy.erasure.run), `told` counts the recipients who were told. Raises
    NotFinished while the run has rows to change, or something was found afterwards.
    """
    if case.certificate is not None:
        return case.certificate  # type: ignore[no-any-return] # made below
    if run.findings or run.stage not in FINISHED:
        raise NotFinished(f"{run} is not finished.")
    return _signed(_told(case, run, told=told, at=at))


def as_file(document: dict[str, Any]) -> bytes:
    """Return a certificate as the customer gets it: one line of canonical JSON."""
    return canonical(document) + b"\n"


def _signed(document: dict[str, Any]) -> dict[str, Any]:
    document = document | {"key": keys.current_id()}
    signature = base64.b64encode(keys.sign(signed(document))).decode()
    return document | {"signature": signature}


def _told(case: Any, run: Any, *, told: int, at: datetime) -> dict[str, Any]:
    return {
        "version": VERSION,
        "shop": settings.SHOP_NAME,
        "reference": case.reference,
        "kind": str(case.kind),
        "regime": case.regime,
        "received": _moment(case.received_at),
        "begun": _moment(case.begun_at),
        "finished": _moment(run.finished_at or at),
        "issued": _moment(at),
        "plan": run.plan_hash,
        "done": _done(run),
        "recipients_told": told,
        # Nothing was found, or there would be no certificate.
        "found_afterwards": 0,
        "ledger": _ledger(run.subject_id),
    }


def _done(run: Any) -> list[dict[str, Any]]:
    """Return what happened to the rows of each kind, and what stays on what ground."""
    counted = {(step.label, step.action): step.rows for step in run.steps.all()}
    found: Counter[tuple[str, str, str, str]] = Counter()
    for step in run.plan.get("steps", []):
        outcome = OUTCOMES.get(step["action"], step["action"])
        until = step.get("until") or ""
        key = (step["label"], outcome, step.get("ground") or "", str(until))
        # What is kept is no step of the run: nothing was done to it.
        found[key] += counted.get((step["label"], step["action"]), step["rows"])
    return [
        {"of": of, "outcome": outcome, "ground": ground, "until": until, "rows": rows}
        for (of, outcome, ground, until), rows in sorted(found.items())
        if rows
    ]


def _ledger(subject: UUID) -> str:
    """Return the SHA-256 of the id of the vault's entry; empty if no key was destroyed.

    Whoever has the vault can find the entry by it, and nobody else anything.
    """
    entry = LedgerEntry.objects.filter(subject=subject).order_by("begun_at").last()
    return hashlib.sha256(str(entry.pk).encode()).hexdigest() if entry else ""


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""
