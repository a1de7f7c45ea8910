"""Full-text search over products: FTS5 on SQLite, a stored tsvector on PostgreSQL.

Both are fed `name_key` and `search_words`, which are folded already, and neither
leaves words out: what one engine finds, the other finds.
"""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = (
    # It keeps only the index: the words themselves stay in the product's row.
    """
    CREATE VIRTUAL TABLE shop_product_search USING fts5(
        name_key, search_words,
        content='shop_product', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='2 3'
    )
    """,
    # Django rebuilds a table to alter it on SQLite, and its triggers go with the
    # old one: a migration that alters shop_product repeats these three.
    """
    CREATE TRIGGER shop_product_search_added AFTER INSERT ON shop_product BEGIN
        INSERT INTO shop_product_search (rowid, name_key, search_words)
        VALUES (new.id, new.name_key, new.search_words);
    END
    """,
    """
    CREATE TRIGGER shop_product_search_deleted AFTER DELETE ON shop_product BEGIN
        INSERT INTO shop_product_search
            (shop_product_search, rowid, name_key, search_words)
        VALUES ('delete', old.id, old.name_key, old.search_words);
    END
    """,
    """
    CREATE TRIGGER shop_product_search_changed
    AFTER UPDATE OF name_key, search_words ON shop_product BEGIN
        INSERT INTO shop_product_search
            (shop_product_search, rowid, name_key, search_words)
        VALUES ('delete', old.id, old.name_key, old.search_words);
        INSERT INTO shop_product_search (rowid, name_key, search_words)
        VALUES (new.id, new.name_key, new.search_words);
    END
    """,
    "INSERT INTO shop_product_search (shop_product_search) VALUES ('rebuild')",
)
SQLITE_BACK = (
    "DROP TRIGGER shop_product_search_added",
    "DROP TRIGGER shop_product_search_deleted",
    "DROP TRIGGER shop_product_search_changed",
    "DROP TABLE shop_product_search",
)
POSTGRESQL = (
    # English stems, and unlike PostgreSQL's own "english" no stop words.
    """
    CREATE TEXT SEARCH DICTIONARY shop_stems
        (TEMPLATE = snowball, Language = english)
    """,
    "CREATE TEXT SEARCH CONFIGURATION shop_words (COPY = simple)",
    """
    ALTER TEXT SEARCH CONFIGURATION shop_words
        ALTER MAPPING FOR asciiword, word, numword WITH shop_stems
    """,
    """
    ALTER TABLE shop_product ADD COLUMN search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('shop_words'::regconfig, name_key), 'A') ||
        setweight(to_tsvector('shop_words'::regconfig, search_words), 'D')
    ) STORED
    """,
    "CREATE INDEX shop_product_search ON shop_product USING gin (search)",
)
POSTGRESQL_BACK = (
    "ALTER TABLE shop_product DROP COLUMN search",
    "DROP TEXT SEARCH CONFIGURATION shop_words",
    "DROP TEXT SEARCH DICTIONARY shop_stems",
)


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index of the engine that runs, and put all products into it."""
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the index away."""
    _run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


def _run(schema_editor: Any, statements: dict[str, tuple[str, ...]]) -> None:
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Add the search index."""

    dependencies = (("shop", "0001_catalogue"),)
    operations = (migrations.RunPython(add, drop),)
