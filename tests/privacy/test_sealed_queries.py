"""Queries over sealed columns: what finds, what is refused, what writes many rows."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldError
from django.db.models import Count, F, Value

from privacy import purposes
from privacy.purposes import Purpose
from tests.diary.models import Page, Place

OWN = Purpose.OWN_REQUEST


def test_the_blind_index_finds_exact_values_only(page):
    assert Page.objects.get(title="  first OF may ") == page
    assert Page.objects.get(title__iexact="first of may") == page
    assert Page.objects.get(title__in=["nothing", "First of May"]) == page
    assert not Page.objects.filter(title="First").exists()
    assert not Page.objects.filter(title__in=[]).exists()
    assert not Page.objects.filter(title__in=[None]).exists()
    assert not Page.objects.filter(title=None).exists()
    assert Page.objects.filter(title__isnull=False).get() == page
    assert not Page.objects.exclude(title="First of May").exists()


def test_the_index_follows_the_value(page):
    page.title = "Other"
    page.save(update_fields=["title"])
    assert Page.objects.get(title="Other") == page
    page.title = None
    page.save(update_fields=["title"])
    assert Page.objects.get(pk=page.pk).title_index is None


def test_an_index_over_a_part_follows_the_part(page):
    before = Page.objects.get(pk=page.pk).town_index
    page.place = Place("Perth", "GB")
    assert page.town_index != before
    page.place = None
    page.save()
    assert Page.objects.get(pk=page.pk).town_index is None


@pytest.mark.parametrize(
    "query",
    [
        lambda: Page.objects.filter(title__contains="May"),
        lambda: Page.objects.filter(title__gt="A"),
        lambda: Page.objects.filter(title__lower="x"),
        lambda: Page.objects.filter(text="It rained."),
        lambda: Page.objects.filter(place=Place("Leith", "GB")).first(),
        lambda: Page.objects.filter(title=F("mood")).first(),
        lambda: Page.objects.filter(title__in=Page.objects.values("mood")).first(),
        lambda: Page.objects.order_by("title"),
        lambda: Page.objects.order_by("-title"),
        lambda: Page.objects.values("title"),
        lambda: Page.objects.values(),
        lambda: Page.objects.values_list("title", flat=True),
        lambda: Page.objects.distinct("title"),
        lambda: Page.objects.annotate(other=F("title")),
        lambda: Page.objects.aggregate(Count("title")),
        lambda: Page.objects.update(title="x"),
        lambda: Page.objects.update(title=F("text")),
        lambda: Page.objects.update(mood=F("title")),
        lambda: Page(title=F("text")),
    ],
)
def test_what_cannot_work_says_so(page, query):
    with pytest.raises(FieldError):
        query()


def test_a_value_in_a_query_expression_never_reaches_the_column(page):
    field = Page._meta.get_field("title")
    with pytest.raises(FieldError):
        Page.objects.annotate(x=Value("plain", output_field=field)).first()


def test_clearing_by_update_clears_the_index_with_it(page):
    Page.objects.update(title=None)
    found = Page.objects.get()
    assert found.title is None
    assert found.title_index is None


def test_bulk_create_and_bulk_update_seal_each_row(alice, bob, at):
    pages = [
        Page(writer=who, title=f"Page of {n}", written_at=at)
        for n, who in enumerate([alice, bob])
    ]
    Page.objects.bulk_create(pages)
    for each in pages:
        each.title = "Changed"
    Page.objects.bulk_update(pages, ["title", "mood"])
    with purposes.using(OWN):
        assert [p.title for p in Page.objects.filter(title="Changed")] == [
            "Changed"
        ] * 2
