"""No query of any manager sorts, groups, compares, computes or hands out a sealed
column: neither of its own model nor across a relation from any other model."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.exceptions import FieldError
from django.db import connection
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    UniqueConstraint,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Lower, RowNumber
from django.db.models.lookups import Exact
from django.test.utils import isolate_apps

from privacy.consent import Consent
from privacy.encryption import columns
from privacy.encryption.fields import EncryptedTextField, SealedField
from privacy.encryption.sealed import SealedModel
from privacy.people import Person
from tests.diary.models import Page

SEALED = [(table.model, field) for table in columns.tables() for field in table.sealed]


def paths():
    """Return each model with each way, of at most one step, to a sealed column."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            name = field.name
            if field.is_relation and field.auto_created:
                name = field.related_query_name() if field.hidden else field.name
            if isinstance(field, SealedField):
                yield model, field.name
            elif field.is_relation and field.related_model:
                yield from (
                    (model, f"{name}__{sealed.name}")
                    for target, sealed in SEALED
                    if issubclass(field.related_model, target)
                )


WAYS = {
    "sorted": lambda rows, path: rows.order_by(path),
    "sorted downwards": lambda rows, path: rows.order_by(f"-{path}"),
    "sorted by F": lambda rows, path: rows.order_by(F(path).desc(nulls_last=True)),
    "sorted by a function": lambda rows, path: rows.order_by(Lower(path)),
    "sorted by an alias": lambda rows, path: rows.alias(x=F(path)).order_by("x"),
    "reversed": lambda rows, path: rows.order_by(path).reverse(),
    "latest": lambda rows, path: rows.latest(path),
    "distinct": lambda rows, path: rows.distinct(path),
    "values": lambda rows, path: rows.values(path),
    "values_list": lambda rows, path: rows.values_list("pk", path),
    "grouped": lambda rows, path: rows.values(path).annotate(n=Count("pk")),
    "annotated": lambda rows, path: rows.annotate(x=F(path)),
    "computed": lambda rows, path: rows.annotate(x=Coalesce(F(path), Value(b""))),
    "counted": lambda rows, path: rows.annotate(n=Count(path)),
    "counted apart": lambda rows, path: rows.aggregate(n=Count(path, distinct=True)),
    "least": lambda rows, path: rows.aggregate(n=Min(path)),
    "greatest": lambda rows, path: rows.annotate(n=Max(path)),
    "of a case": lambda rows, path: rows.annotate(
        x=Case(When(pk__isnull=False, then=path))
    ),
    "of a window": lambda rows, path: rows.annotate(
        n=Window(RowNumber(), order_by=F(path).asc())
    ),
    "compared with a column": lambda rows, path: rows.filter(pk=F(path)),
    "compared as a column": lambda rows, path: rows.filter(Exact(F(path), Value(b""))),
    "of an outer query": lambda rows, path: rows.filter(
        Exists(QuerySet(Group).filter(name=OuterRef(path)))
    ),
    "of an inner query": lambda rows, path: QuerySet(Group).annotate(
        x=Subquery(rows.values(path)[:1])
    ),
    "searched for a part": lambda rows, path: rows.filter(**{f"{path}__contains": "x"}),
    "searched by size": lambda rows, path: rows.filter(**{f"{path}__gt": "x"}),
    "searched by a pattern": lambda rows, path: rows.filter(**{f"{path}__regex": "x"}),
    "looked into": lambda rows, path: rows.filter(**{f"{path}__lower": "x"}),
    "united": lambda rows, path: rows.values(path).union(rows.values(path)),
}


def refused(way, rows, path):
    """Return what the FieldError says that comes of a query, or nothing."""
    try:
        list(WAYS[way](rows, path))
    except FieldError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("way", WAYS)
def test_no_manager_computes_with_a_sealed_column(db, way):
    wrong = []
    for model, path in paths():
        for rows in (QuerySet(model), model._default_manager.all()):
            if "encrypted" not in refused(way, rows, path):
                wrong.append(f"{model._meta.label}: {path}")
    assert wrong == []


def test_the_paths_begin_at_models_of_others_as_well():
    """The positive control: what is tried above is not an empty list."""
    found = set(paths())
    assert {(LogEntry, "user__email"), (Group, "user__name")} <= found
    assert {(Person, "email"), (Consent, "orders__contact_name")} <= found
    assert len(found) > 3 * len(SEALED)


def test_whole_objects_are_loaded_counted_and_grouped(page, alice):
    """What needs no value goes through: the guard refuses no more than it must."""
    assert Page.objects.filter(text__isnull=True).count() == 0
    assert Page.objects.distinct()[:3].count() == 1
    assert [each.n for each in Person.objects.annotate(n=Count("page"))] == [1]
    loaded = QuerySet(Page).select_related("writer").annotate(n=Count("pk"))
    assert [(each.n, each.writer) for each in loaded] == [(1, alice)]
    told = Page.objects.annotate(has=Q(text__isnull=False)).values("has")
    assert list(told.annotate(n=Count("pk"))) == [{"has": True, "n": 1}]
    newest = Window(RowNumber(), partition_by="writer", order_by="-written_at")
    assert list(Page.objects.annotate(nth=newest).filter(nth=1)) == [page]
    assert Person.objects.filter(page__in=Page.objects.exclude(reader=None)).exists()
    some = Prefetch("page_set", Page.objects.order_by("written_at")[:1], "newest")
    assert Person.objects.prefetch_related(some).get().newest == [page]


def test_a_group_is_not_split_by_a_condition_on_a_sealed_column(page):
    counted = QuerySet(Page).values("mood").annotate(n=Count("pk"))
    with pytest.raises(FieldError, match="encrypted"):
        list(counted.filter(Q(n__gt=0) | Q(text__isnull=True)))


def test_no_other_column_is_overwritten_with_a_sealed_one(page):
    with pytest.raises(FieldError, match="encrypted"):
        QuerySet(Page).update(mood=F("text"))


@isolate_apps("tests.diary")
def test_no_constraint_compares_sealed_columns(db):
    class Twice(SealedModel):
        word = EncryptedTextField(context="diary.twice.word")

        class Meta:
            app_label = "diary"
            constraints = (UniqueConstraint(F("word"), name="diary_word"),)

        class PersonalData:
            subject = "id"

    with pytest.raises(FieldError, match="encrypted"):
        str(Twice._meta.constraints[0].create_sql(Twice, connection.schema_editor()))
