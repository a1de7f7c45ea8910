"""Finding products by words, on SQLite (FTS5) and on PostgreSQL (full text).

What is searched for is neither stored nor logged.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connections

from shop.catalogue import prose
from shop.catalogue.models import Product

DEPTH = 1000
"""How many matches a search looks at, the newest ones, so that a word that is in
every product costs no more than others."""
LONGEST_QUERY = 200
MOST_WORDS = 8
LONGEST_WORD = 40


class Match(NamedTuple):
    """A product that was found, with what it can be filtered and sorted by."""

    id: int
    department_id: int
    colour: str
    price: Decimal
    available: bool
    letterbox: bool
    listed_at: datetime
    name_key: str


# In both, the inner query takes the newest matches and the outer one puts the best
# of them first. Words of the name weigh ten times as much as the others.
_COLUMNS = ", ".join(Match._fields)
_SQLITE = f"""
    SELECT {_COLUMNS} FROM (
        SELECT p.*, bm25(shop_product_search, 10, 1) AS distance
        FROM shop_product_search JOIN shop_product p
            ON p.id = shop_product_search.rowid
        WHERE shop_product_search MATCH %s AND p.withdrawn_at IS NULL
        ORDER BY p.id DESC LIMIT {DEPTH}
    ) ORDER BY distance, id DESC
"""  # noqa: S608 - made of our own names alone
_POSTGRESQL = f"""
    SELECT {_COLUMNS} FROM (
        SELECT *, to_tsquery('shop_words', %s) AS wanted FROM shop_product
        WHERE search @@ to_tsquery('shop_words', %s) AND withdrawn_at IS NULL
        ORDER BY id DESC LIMIT {DEPTH}
    ) found
    ORDER BY ts_rank('{{0.1, 0.1, 0.1, 1}}', search, wanted) DESC, id DESC
"""  # noqa: S608 - made of our own names alone


def find(query: str) -> list[Match]:
    """Products that have all words of `query`, the best first, at most `DEPTH`.

    The last word may be the beginning of one. Whatever is typed is words and
    nothing else: quotes, operators and control characters have no meaning.
    """
    words = wanted(query)
    if not words:
        return []
    connection = connections[Product.objects.db]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE, [_for_sqlite(words)])
        else:
            cursor.execute(_POSTGRESQL, [_for_postgresql(words)] * 2)
        return [_match(row) for row in cursor.fetchall()]


def wanted(query: str) -> list[str]:
    """The words a query asks for: folded, at most eight, each of a sane length."""
    words = prose.folded(query[:LONGEST_QUERY]).split()
    return [word[:LONGEST_WORD] for word in words[:MOST_WORDS]]


def _for_sqlite(words: list[str]) -> str:
    return " AND ".join(f'"{word}"' for word in words) + " *"


def _for_postgresql(words: list[str]) -> str:
    return " & ".join(f"'{word}'" for word in words) + ":*"


def _match(row: Sequence[Any]) -> Match:
    """A row as Python knows it: SQLite has neither decimals, booleans nor zones."""
    pk, department, colour, price, available, letterbox, listed_at, key = row
    return Match(
        id=pk,
        department_id=department,
        colour=colour,
        price=Decimal(price),
        available=bool(available),
        letterbox=bool(letterbox),
        # Django stores every moment in UTC (USE_TZ).
        listed_at=listed_at if listed_at.tzinfo else listed_at.replace(tzinfo=UTC),
        name_key=key,
    )
