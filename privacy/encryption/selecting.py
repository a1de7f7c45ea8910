"""A sealed column in a query: loaded with its row, asked about in a look-up, no more.

Django asks the field for its column wherever one is used, so what is refused here is
refused for every manager, also in a query that starts at another model.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from django.core.exceptions import FieldError
from django.db.models.expressions import Col
from django.db.models.sql import UpdateQuery


class _Sealed(Col):
    target: Any
    alias: Any  # typed as text, but None in an index or a constraint

    def select_format(self, compiler: Any, sql: str, params: Any) -> Any:
        """Refuse values(), values_list(), annotations and groups."""
        annotated = compiler.query.annotation_select.values()
        if not compiler.query.default_cols or any(each is self for each in annotated):
            self.refuse()
        return super().select_format(compiler, sql, params)

    def refuse(self) -> NoReturn:
        """Raise the FieldError that says what to do instead."""
        raise FieldError(
            f"{self.target.context} is encrypted: the database can't sort, group,"
            " compare or compute with it. Load the objects and read the attribute for"
            " a purpose instead."
        )


class AskedAbout(_Sealed):
    """A sealed column on the left of a look-up, which knows what it may ask."""


class SealedColumn(_Sealed):
    """A sealed column anywhere else. Only whole objects may load it."""

    def resolve_expression(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse to be a part of an expression, such as one of ORDER BY."""
        self.refuse()

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Give the column's name to SELECT, and to a GROUP BY that repeats it."""
        written = compiler.select is not None
        if not (self._repeats(compiler) if written else self._is_loaded(compiler)):
            self.refuse()
        return super().as_sql(compiler, connection)

    def _is_loaded(self, compiler: Any) -> bool:
        # The columns of a row are written first, and annotations along with them.
        query = compiler.query
        if self.alias is None or isinstance(query, UpdateQuery):
            return False
        if not query.annotations:
            return True
        computed = _parts(query.annotation_select.values())
        return not any(isinstance(each, SealedColumn) for each in computed)

    def _repeats(self, compiler: Any) -> bool:
        # Conditions and ORDER BY make columns of their own. A filter on a window makes
        # SELECT a second time, with new columns, when those have been refused already.
        again = getattr(compiler, "qualify", None)
        found = [column for column, *_ in compiler.select]
        return any(each is self or (again and each == self) for each in found)


def _parts(expressions: Any) -> Iterator[Any]:
    for each in expressions:
        if each is not None:
            yield each
            # A query within has a compiler of its own, which asks for itself.
            yield from _parts(getattr(each, "get_source_expressions", list)())
