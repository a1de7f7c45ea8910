"""Finding one value among all that is held, and making rows for somebody to hold."""

from __future__ import annotations

from privacy.erasure.run import Run
from tests.privacy import building


def group(groups, label):
    """Return the rows of one model, or None."""
    return next((each for each in groups if each.label == label), None)


def value(groups, column, nth=0):
    """Return one value by its column, such as "diary.Page.text", or None."""
    row = group(groups, column.rpartition(".")[0]).rows[nth]
    return next((each for each in row.values if each.label == column), None)


def rows_of(somebody):
    """Make a row of theirs of every model."""
    rows = building.rows_of(somebody)
    runs = [row.pk for row in rows if isinstance(row, Run)]
    Run.objects.filter(pk__in=runs).update(subject_id=somebody.pk)
    return rows


def words(groups):
    """Return everything that is told, as one text."""
    return " ".join(v.words for g in groups for row in g.rows for v in row.values)
