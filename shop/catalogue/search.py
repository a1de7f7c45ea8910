"""Finding products by words, on SQLite (FTS5) and on PostgreSQL (full text).

What is searched for is neither stored nor logged.
"""

from __future__ import annotations

import unicodedata
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


# Inside, the newest matches with their rank, and outside, the best of them first.
# The words of the name weigh ten times as much as the others.
_STATEMENT = """
    SELECT found.{columns}
    FROM ({matches} AND withdrawn_at IS NULL ORDER BY p.id DESC LIMIT %s) AS found
    ORDER BY found.rank {direction}, found.id DESC
"""
_SQLITE = """
    SELECT p.*, bm25(shop_product_search, 10, 1) AS rank
    FROM shop_product_search JOIN shop_product p ON p.id = shop_product_search.rowid
    WHERE shop_product_search MATCH %s
"""
_POSTGRESQL = """
    SELECT p.*, ts_rank('{{0.1, 0.1, 0.1, 1}}', p.search, wanted) AS rank
    FROM shop_product p, to_tsquery('shop_words', %s) wanted
    WHERE p.search @@ wanted
"""


def find(query: str) -> list[Match]:
    """Products that have all words of `query`, the best first, at most `DEPTH`.

    The last word may be the beginning of one. Whatever is typed is words and
    nothing else: quotes, operators and control characters have no meaning.
    """
    words = wanted(query)
    if not words:
        return []
    connection = connections[Product.objects.db]
    if connection.vendor == "sqlite":
        statement, terms = _SQLITE, _for_sqlite(words)
    else:
        statement, terms = _POSTGRESQL.format(), _for_postgresql(words)
    sql = _STATEMENT.format(
        columns=", found.".join(Match._fields),
        matches=statement,
        # bm25 is smaller for better matches, ts_rank is greater.
        direction="ASC" if connection.vendor == "sqlite" else "DESC",
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, (terms, DEPTH))
        return [_match(row) for row in cursor.fetchall()]


def tidy(query: str) -> str:
    """A query as a page repeats it: no control characters, spaces joined, cut short.

    Direction marks go too: a page's own words must not be turned around by them.
    """
    plain = "".join(
        " " if unicodedata.category(mark)[0] in "CZ" else mark
        for mark in query[:LONGEST_QUERY]
    )
    return " ".join(plain.split())[:LONGEST_QUERY]


def wanted(query: str) -> list[str]:
    """The words a query asks for: folded, at most eight, each of a sane length."""
    words = prose.folded(query[:LONGEST_QUERY]).split()
    return [word[:LONGEST_WORD] for word in words[:MOST_WORDS]]


def _for_sqlite(words: list[str]) -> str:
    return " AND ".join(f'"{word}"' for word in words) + " *"


def _for_postgresql(words: list[str]) -> str:
    return " & ".join(f"'{word}'" for word in words) + ":*"


def _match(row: tuple[Any, ...]) -> Match:
    """A row as Python knows it: SQLite has neither decimals, booleans nor dates."""
    found = Match._make(row)
    listed_at = found.listed_at
    if isinstance(listed_at, str):
        listed_at = datetime.fromisoformat(listed_at).replace(tzinfo=UTC)
    return found._replace(
        price=Decimal(found.price),
        available=bool(found.available),
        letterbox=bool(found.letterbox),
        listed_at=listed_at,
    )
