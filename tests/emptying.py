"""Empties databases between tests, and takes the trail's triggers away for a while.

A test that commits leaves rows behind. Django would truncate every table and have
the rows that migrating makes (permissions, roles, the first policy) found anew, which
costs more than most of these tests do. Here the tables that hold something are emptied,
and those first rows put back as they were.
"""

from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import connections, transaction

from privacy import append_only
from privacy.trail import guarding

PUBLISHED = ("shop_policyversion", "privacy_consent", "privacy_consentevent")
_tables: dict[str, list[str]] = {}
_first: dict[str, dict[str, object]] = {}


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


def remember():
    """Keep the rows that migrating made in each database."""
    for connection in connections.all():
        names = connection.introspection.django_table_names
        _tables[connection.alias] = names(only_existing=True, include_views=False)
    _first.update(rows_of_all())


def rows_of_all():
    """Return {alias: {table: rows}} of all that is committed, for `go_back_to`."""
    found = {}
    for alias in _tables:
        with connections[alias].cursor() as cursor:
            filled = _filled(cursor, alias)
            found[alias] = {table: _rows(cursor, table) for table in filled}
    return found


def empty_all():
    """Leave each database as it was when `remember` was called."""
    go_back_to(_first)


def go_back_to(kept):
    """Leave each database as it was when `rows_of_all` returned `kept`."""
    _put_all_back("vault", kept)
    with append_only.letting_go(using="default"), unguarded("default", PUBLISHED):
        _put_all_back("default", kept)
    ContentType.objects.clear_cache()


def _put_all_back(alias, kept):
    connection = connections[alias]
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        for table in _filled(cursor, alias):
            cursor.execute(f'DELETE FROM "{table}"')
        for table, rows in kept[alias].items():
            _put_back(cursor, table, rows)
        connection.check_constraints()  # and leave none to ask at the end


def _filled(cursor, alias):
    """Return the tables that hold a row."""
    each = (
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")"
        for table in _tables[alias]
    )
    cursor.execute(" UNION ALL ".join(each))
    return [table for (table,) in cursor.fetchall()]


def _rows(cursor, table):
    """Return all rows of a table in a form that `_put_back` takes."""
    if cursor.db.vendor == "postgresql":
        with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
            return b"".join(copy)
    cursor.execute(f'SELECT name FROM pragma_table_info("{table}")')
    quoted = " || ',' || ".join(f'quote("{name}")' for (name,) in cursor.fetchall())
    cursor.execute(f'SELECT {quoted} FROM "{table}"')
    return ",".join(f"({row})" for (row,) in cursor.fetchall())


def _put_back(cursor, table, rows):
    if cursor.db.vendor == "postgresql":
        with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
            copy.write(rows)
    else:
        cursor.execute(f'INSERT INTO "{table}" VALUES {rows}')


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
