"""Takes the trail's triggers away for a while: to empty tables, or to do damage."""

from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from privacy import append_only
from privacy.trail import guarding

PUBLISHED = ("shop_policyversion", "privacy_consent", "privacy_consentevent")
_flush = BaseDatabaseOperations.execute_sql_flush


@contextmanager
def unguarded(alias="default", more=()):
    """Let rows of the trail, and of `more` tables, be changed until the block ends."""
    connection = connections[alias]
    with transaction.atomic(using=alias):
        with connection.cursor() as cursor:
            triggers = _taken_away(connection, cursor, [*guarding.tables(), *more])
        yield
        with connection.cursor() as cursor:
            for statement in triggers:
                cursor.execute(statement)


def flush_all(operations, sql_list):
    """Empty tables between tests, also those whose rows stay."""
    alias = operations.connection.alias
    if alias != "default":
        return _flush(operations, sql_list)
    with append_only.letting_go(using=alias), unguarded(alias, PUBLISHED):
        return _flush(operations, sql_list)


def _taken_away(connection, cursor, tables):
    """Take the triggers away and return the statements that bring them back."""
    if connection.vendor == "postgresql":
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return [f"ALTER TABLE {t} ENABLE TRIGGER USER" for t in tables]
    cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type='trigger'")
    ours = [row for row in cursor.fetchall() if row[1] in tables]
    for name, _, _ in ours:
        cursor.execute(f"DROP TRIGGER {name}")
    return [sql for _, _, sql in ours]
