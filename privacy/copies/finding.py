"""The rows about one person, model by model, asked in words that are made once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from privacy import declarations, presence
from privacy.asking import Given, Question
from privacy.copies import wording
from privacy.people import Person


def about(
    model: type[Model], person: Person, their_keys: Sequence[UUID]
) -> Iterable[Model]:
    """Return the rows about a person, and those that a key of theirs seals.

    ``their_keys`` are their id, and the ids of their rows that have a key of their own.
    """
    said = declarations.of(model)
    # Keys of single rows are fetched together, which a queryset sees to.
    if said.subject == said.owner:
        return _question(model).answers(person=person.pk)
    theirs = Q(**{str(said.owner): person.pk})
    if presence.is_sealed_for_others(model):
        theirs |= Q(**{f"{said.subject}__in": their_keys})
    return _rows(model, theirs)


@cache
def _question(model: type[Model]) -> Question:
    owner = {str(declarations.of(model).owner): Given("person", Person._meta.pk)}
    return Question(lambda: _rows(model, Q(**owner)))


def _rows(model: type[Model], theirs: Q) -> QuerySet[Model]:
    rows = model._default_manager.filter(theirs)
    rows = rows.select_related(*wording.loaded_along(model._meta.label))
    return rows.order_by(*(model._meta.ordering or ()), "pk")
