"""The copy as JSON: every value with all that is told of it, under names that stay."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from privacy.copies import wording
from privacy.copies.gathering import SHOWN, Group, Row, Value
from privacy.copies.whole import Whole

VERSION = 1


def written(whole: Whole) -> bytes:
    """Return the file's bytes, UTF-8 with two spaces of indent."""
    return as_bytes(
        {
            "version": VERSION,
            "made_by": settings.SHOP_NAME,
            "made_at": whole.at.isoformat(),
            "held": [_group(group) for group in whole.groups],
            "given_to_others": [wording.plain(each) for each in whole.given],
            "looked_at": [wording.plain(each) for each in whole.looks],
            "choices": [wording.plain(each) for each in whole.choices],
            "not_held": list(whole.not_held),
            "names_nobody": list(whole.unlinked),
        }
    )


def as_bytes(value: Any) -> bytes:
    """Return JSON for people and programs, in any script."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def _group(group: Group) -> dict[str, Any]:
    rows = [_row(row) for row in group.rows]
    return {"kind": group.label, "about": group.about, "rows": rows}


def _row(row: Row) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "title": row.title,
        "part_of": str(row.part_of) if row.part_of else None,
        "values": [_value(value) for value in row.values],
    }


def _value(value: Value) -> dict[str, Any]:
    return {
        "name": value.name,
        "what": value.what,
        "state": value.state,
        "value": value.data if value.state == SHOWN else None,
        "in_words": list(value.lines),
        "why": value.why,
        "from": value.where_from,
        "until": wording.plain(value.until),
        "until_in_words": value.until_words,
        "held_until": wording.plain(value.held_until),
        "kept_by_law": value.kept,
        "kept_by_law_until": wording.plain(value.kept_until),
        "given_to": list(value.disclosed_to),
    }
