"""Rows that are tied to a person, and the words that belong to nobody.

In tied rows a town or a first name counts, unless the shop itself writes it: what its
own tables say, such as names of products, tells of nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import models

from privacy import declarations
from privacy.erasure import cells, owned, unfolding
from privacy.erasure.cells import Column
from privacy.erasure.run import Run

# A word that stands in as many rows of the shop's own is an ordinary one.
ORDINARY = 2


def ids(run: Run) -> set[UUID]:
    """Return the ids by which rows are tied: the person's, and those of their rows."""
    found = {run.subject_id}
    there = owned.present(run.subject_id)
    for model in there.models:
        theirs = owned.rows(model, run.subject_id, among=there)
        rows = theirs.values_list("pk", flat=True)
        found |= {each for each in rows if isinstance(each, UUID)}
    return found


def of_the_shop(columns: Iterable[Column]) -> list[Column]:
    """Return the columns of tables that have nothing to do with anybody."""
    return [
        column
        for column in columns
        if column.model is not None
        and column.may_hold_text
        and not column.is_binary
        and _is_of_the_shop(column.model, ())
    ]


def said(columns: Sequence[Column]) -> Iterator[tuple[str, int]]:
    """Return what stands in the shop's own tables, folded, and in how many rows."""
    for column in of_the_shop(columns):
        for value, count in cells.values(column, patterns=None):
            yield unfolding.folded(str(value)), count


def ordinary_words(texts: Iterable[tuple[str, int]]) -> frozenset[str]:
    """Return the words that stand in more than one of these rows."""
    counted: Counter[str] = Counter()
    for text, count in texts:
        counted.update(dict.fromkeys(unfolding.tokens(text), count))
    return frozenset(word for word, count in counted.items() if count >= ORDINARY)


def _is_of_the_shop(
    model: type[models.Model], seen: tuple[type[models.Model], ...]
) -> bool:
    declared = declarations.of(model)
    if declared.owner is not None or declared.personal:
        return False
    fields: list[Any] = declarations.fields_of(model)
    related = {field.related_model for field in fields} - {None, model, *seen}
    return all(_is_of_the_shop(each, (*seen, model)) for each in related)
