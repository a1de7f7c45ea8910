"""Lists come from PostgreSQL in binary form, and hold what single rows hold."""

from __future__ import annotations

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from privacy import purposes
from privacy.encryption import binary, fetching
from privacy.purposes import Purpose
from tests.diary.models import Page

OWN = Purpose.OWN_REQUEST
# What is asked of both forms of a row, where a database has two.
on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'",
    reason="SQLite gives rows in one form only, so there are no two to compare",
)


@pytest.fixture
def forms(monkeypatch):
    """The lists that were fetched in binary form."""
    seen, fetched = [], binary.rows

    def note(compiler):
        seen.append(compiler.query.model)
        return fetched(compiler)

    monkeypatch.setattr(binary, "rows", note)
    return seen


def test_a_list_and_a_single_row_hold_the_same(page, django_user_model):
    for model, pk in ((Page, page.pk), (django_user_model, page.writer_id)):
        [listed] = (each for each in model.objects.all() if each.pk == pk)
        single = model.objects.get(pk=pk)
        kept = ("_state", "_sealed_for")
        one, other = (
            {name: (type(value), value) for name, value in vars(row).items()}
            for row in (listed, single)
        )
        assert {name: one[name] for name in one if name not in kept} == {
            name: other[name] for name in other if name not in kept
        }


def test_moments_are_in_the_same_time_zone(page):
    [listed], single = Page.objects.all(), Page.objects.get(pk=page.pk)
    assert listed.written_at.tzinfo is single.written_at.tzinfo


def test_a_condition_is_bound_as_in_any_list(page, at):
    page.mood = "100% 'ok'"
    page.save()
    assert list(Page.objects.filter(mood="100% 'ok'", written_at=at)) == [page]
    assert list(Page.objects.filter(title="First of May")) == [page]
    assert list(Page.objects.filter(mood="100%")) == []


def test_what_can_match_nothing_is_not_asked(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(Page.objects.filter(pk__in=[])) == []
    with pytest.raises(EmptyResultSet):
        str(Page.objects.filter(pk__in=[]).query)


def test_the_query_is_counted_and_logged_as_ever(page):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        list(Page.objects.filter(mood="plain"))
    assert len(asked) == 1
    assert "plain" in asked[0]["sql"]


def test_errors_are_the_ones_of_django(page):
    broken = Page.objects.extra(where=["no_such_column = 1"])
    with (
        pytest.raises(Exception, match="no_such_column") as caught,
        transaction.atomic(),
    ):
        list(broken)
    assert type(caught.value).__module__ == ProgrammingError.__module__


@on_postgresql
def test_only_whole_lists_of_known_columns_come_in_binary(page, forms, monkeypatch):
    Page.objects.get(pk=page.pk)
    list(Page.objects.all()[:5])
    list(Page.objects.all().iterator())
    assert forms == []
    list(Page.objects.all())
    assert forms == [Page]
    fetching._is_alike.cache_clear()
    monkeypatch.setattr(fetching, "ALIKE", fetching.ALIKE - {"DateTimeField"})
    list(Page.objects.all())
    fetching._is_alike.cache_clear()
    assert forms == [Page]


def test_a_page_can_be_read_from_a_list(page):
    [listed] = Page.objects.all()
    with purposes.using(OWN):
        for _ in range(2):
            assert (listed.title, listed.text) == ("First of May", "It rained.")
