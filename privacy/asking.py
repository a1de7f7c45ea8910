"""Questions to the database that Django puts into words once.

Asked again, only the values are new. Wording a query anew takes Django several times as
long as asking it, so what every visitor asks is worded here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

Row = tuple[Any, ...]


class Given(Expression):
    """Stands in a queryset for a value that is told when it is asked."""

    def __init__(self, name: str, field: models.Field[Any, Any]) -> None:
        """Take the value's name, and a field of the kind that it has."""
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Leave itself where the value will be."""
        return "%s", [self]


class _Worded(NamedTuple):
    """A query in words: on which database, with what, and how its rows are read.

    `made` is None for plain rows, else it makes an object of a row.
    """

    alias: str
    sql: str
    params: tuple[Any, ...]
    converted: dict[int, tuple[list[Callable[..., Any]], Any]]
    made: Callable[[Row], Any] | None
    locks: bool


class Question:
    """A queryset that is asked often, each time with other values."""

    def __init__(self, asked: Callable[[], models.QuerySet[Any, Any]]) -> None:
        """Take what makes the queryset: called once, when it is first asked.

        It has a `Given` for each value, as a filter's right side, and takes no
        prefetch_related.
        """
        self._asked = asked
        self._worded: _Worded | None = None

    def answers(self, **values: Any) -> list[Any]:
        """What the queryset gives for these values, by the names of its `Given`s.

        Raises TransactionManagementError where it would lock rows for nobody.
        """
        worded = self._worded = self._worded or _put_into_words(self._asked())
        connection = connections[worded.alias]
        if worded.locks and connection.get_autocommit():
            raise TransactionManagementError("Rows are locked within a transaction.")
        params = [
            each.output_field.get_db_prep_value(values[each.name], connection)
            if isinstance(each, Given)
            else each
            for each in worded.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(worded.sql, params)
            rows = list(_read(cursor.fetchall(), worded, connection))
        return rows if worded.made is None else [worded.made(row) for row in rows]


def _put_into_words(queryset: Any) -> _Worded:
    compiler: Any = queryset.query.get_compiler(using=queryset.db)
    sql, params = compiler.as_sql()
    return _Worded(
        alias=queryset.db,
        sql=sql,
        params=params,
        converted=compiler.get_converters([column[0] for column in compiler.select]),
        made=_maker(compiler, queryset.db) if queryset._fields is None else None,
        locks=queryset.query.select_for_update,
    )


def _maker(compiler: Any, alias: str) -> Callable[[Row], Any]:
    """What makes an object of a row, and those that are loaded along with it."""
    told, select = compiler.klass_info, compiler.select
    start, end = told["select_fields"][0], told["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    along = get_related_populators(told, select, alias)  # type: ignore[call-arg] # stub of 6.1

    def made(row: Row) -> Any:
        instance = told["model"].from_db(alias, names, row[start:end])
        for each in along:
            each.populate(row, instance)
        return instance

    return made


def _read(
    rows: Iterable[Row], worded: _Worded, connection: BaseDatabaseWrapper
) -> Iterator[Row]:
    """The rows with each value as its field gives it."""
    for row in rows:
        values = list(row)
        for place, (converters, column) in worded.converted.items():
            for convert in converters:
                values[place] = convert(values[place], column, connection)
        yield tuple(values)
