"""The copy as JSON-LD in the words of schema.org, so that other programs can read it.

It holds what schema.org has words for. Higher floors register what they add to the
person: their orders, for instance. Everything comes from values that were gathered, so
nothing is here that the page does not show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from privacy.copies import jsons
from privacy.copies.gathering import Row
from privacy.copies.whole import Whole

SCHEMA = "https://schema.org/"
PERSON = {"@id": "#you"}
SHOP = {"@id": "#shop"}

Node = dict[str, Any]

_more: dict[Callable[[Whole], Iterable[Node]], None] = {}


def add(nodes: Callable[[Whole], Iterable[Node]]) -> None:
    """Let `nodes` say more: it makes nodes of schema.org from what was gathered."""
    _more[nodes] = None


def written(whole: Whole) -> bytes:
    """Return the file's bytes."""
    graph = [_shop(), *_people(whole), *_letters(whole)]
    for nodes in _more:
        graph += nodes(whole)
    return jsons.as_bytes({"@context": SCHEMA, "@graph": graph})


def node(kind: str, **said: Any) -> Node:
    """Return a node of a type of schema.org, without what is None or empty."""
    return {"@type": kind} | {
        name: value for name, value in said.items() if value not in (None, "", [], {})
    }


def _shop() -> Node:
    return SHOP | node(
        "Organization", name=settings.SHOP_NAME, email=settings.SHOP_EMAIL
    )


def _people(whole: Whole) -> list[Node]:
    rows = whole.group("privacy.Person").rows
    return [
        PERSON | node("Person", name=row.data("name"), email=row.data("email"))
        for row in rows
    ]


def _letters(whole: Whole) -> list[Node]:
    rows = whole.group("privacy.Letter").rows
    return [_letter(row) for row in rows if row.data("content")]


def _letter(row: Row) -> Node:
    content = row.data("content")
    return {"@id": f"#letter-{row.id}"} | node(
        "EmailMessage",
        headline=content["subject"],
        text=content["text"],
        sender=SHOP,
        recipient=PERSON,
    )
