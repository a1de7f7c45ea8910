"""Every way in which Django reads or writes a row, over a model with sealed fields."""

from __future__ import annotations

import asyncio
import os
import pickle
import threading

import pytest
from asgiref.sync import sync_to_async
from django.core.cache import cache
from django.core.exceptions import FieldError
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Prefetch, signals

from privacy import purposes
from privacy.consent import Consent
from privacy.encryption import keys
from privacy.people import Person
from privacy.purposes import Purpose, PurposeRefused
from tests.diary.models import Page

OWN = Purpose.OWN_REQUEST


def titles(pages):
    """Return the titles of some pages."""
    with purposes.using(OWN):
        return [page.title for page in pages]


def test_get_or_create_finds_through_the_index(page, alice, at):
    kept = {"writer": alice, "written_at": at}
    found, made = Page.objects.get_or_create(title="First of May", defaults=kept)
    assert (found, made) == (page, False)
    other, made = Page.objects.get_or_create(title="Another", defaults=kept)
    assert made
    assert titles([other]) == ["Another"]


def test_update_or_create_seals_the_new_value(page, alice, at):
    found, made = Page.objects.update_or_create(
        title="First of May", defaults={"title": "Second of May", "mood": "calm"}
    )
    assert (found, made) == (page, False)
    assert titles(Page.objects.filter(title="Second of May")) == ["Second of May"]
    new, made = Page.objects.update_or_create(
        title="Third",
        create_defaults={"title": "Third", "writer": alice, "written_at": at},
        defaults={"mood": "calm"},
    )
    assert made
    assert titles([new]) == ["Third"]


def test_bulk_create_may_pass_over_conflicts(page, alice, at):
    again = Page(pk=page.pk, writer=alice, title="Not stored", written_at=at)
    Page.objects.bulk_create([again], ignore_conflicts=True)
    assert titles(Page.objects.all()) == ["First of May"]


def test_a_conflict_never_overwrites_a_sealed_value(page, alice, at):
    again = Page(pk=page.pk, writer=alice, title="x", mood="calm", written_at=at)
    for fields in (["title"], ["title", "mood"]):
        with pytest.raises(FieldError, match="update_conflicts"):
            Page.objects.bulk_create(
                [again],
                update_conflicts=True,
                update_fields=fields,
                unique_fields=["id"],
            )
    with pytest.raises(FieldError, match="update_conflicts"):
        Page.objects.bulk_create(
            [again],
            update_conflicts=True,
            update_fields=["mood"],
            unique_fields=["title"],
        )
    Page.objects.bulk_create(
        [again], update_conflicts=True, update_fields=["mood"], unique_fields=["id"]
    )
    assert titles(Page.objects.filter(mood="calm")) == ["First of May"]


def test_unions_and_slices_give_whole_objects(page, alice, at):
    Page.objects.create(writer=alice, title="Second", written_at=at)
    both = Page.objects.filter(title="Second").union(
        Page.objects.filter(title="First of May")
    )
    assert sorted(titles(both)) == ["First of May", "Second"]
    assert len(titles(Page.objects.order_by("written_at")[:1])) == 1


def test_related_rows_come_sealed_and_open(page, alice):
    found = Page.objects.select_related("writer").get()
    with purposes.using(OWN):
        assert found.writer.name == "Alice Ashdown"
    with_pages = Person.objects.prefetch_related(
        Prefetch("page_set", queryset=Page.objects.order_by("mood"))
    ).get(pk=alice.pk)
    assert titles(with_pages.page_set.all()) == ["First of May"]


def test_iterators_and_id_lists_give_whole_objects(page):
    assert titles(Page.objects.iterator(chunk_size=1)) == ["First of May"]
    assert titles(Page.objects.in_bulk([page.pk]).values()) == ["First of May"]
    with pytest.raises(ValueError, match="unique"):
        Page.objects.in_bulk(["First of May"], field_name="title")


def test_locked_rows_open(page):
    with transaction.atomic():
        assert titles(Page.objects.select_for_update()) == ["First of May"]


def test_raw_queries_give_sealed_objects(page):
    found = Page.objects.raw("SELECT * FROM diary_page")
    assert titles(found) == ["First of May"]
    some = Page.objects.raw("SELECT id, writer_id FROM diary_page")
    assert titles(some) == ["First of May"]


def test_first_latest_and_existence_need_no_purpose(page):
    assert Page.objects.latest("written_at") == page
    assert Page.objects.filter(title="First of May").count() == 1
    with pytest.raises(FieldError):
        Page.objects.latest("title")


@pytest.mark.parametrize(
    "query",
    [
        lambda: list(Consent.objects.values("person__email")),
        lambda: list(Consent.objects.values_list("person__name", flat=True)),
        lambda: Consent.objects.filter(person__email__contains="x"),
        lambda: list(Page.objects.values("writer__email")),
        lambda: Page.objects.order_by("writer__name"),
        lambda: list(Page.objects.only("mood").values("title")),
    ],
)
def test_other_managers_hand_out_no_sealed_column(page, query):
    with pytest.raises(FieldError, match="encrypted"):
        query()


def test_other_models_find_people_by_their_address(page, alice):
    assert Page.objects.get(writer__email="ALICE@example.net") == page
    assert not Consent.objects.filter(person__email="nobody@example.net").exists()


def test_caches_and_pickles_hold_no_plain_value(page):
    with purposes.using(OWN):
        assert page.title == "First of May"
    raw = pickle.dumps(page)
    assert b"First of May" not in raw
    cache.set("page", page)
    assert titles([cache.get("page")]) == ["First of May"]
    cache.delete("page")
    pages = Page.objects.all()
    assert b"It rained" not in pickle.dumps(pages)


def test_signals_see_sealed_values(page):
    seen = []

    def receive(instance, **kwargs):
        seen.append(type(instance.__dict__["title"]))
        with pytest.raises(PurposeRefused):
            instance.title

    signals.post_save.connect(receive, sender=Page)
    try:
        page.title = "Changed"
        page.save()
    finally:
        signals.post_save.disconnect(receive, sender=Page)
    assert seen == [bytes]


def test_threads_have_uses_of_their_own(transactional_db, page):
    seen = []

    def read():
        try:
            with pytest.raises(PurposeRefused):
                Page.objects.get().title
            seen.append(titles(Page.objects.all()))
        finally:
            connections.close_all()

    with purposes.using(OWN):
        threads = [threading.Thread(target=read) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert seen == [["First of May"]] * 4


def test_a_forked_process_seals_with_other_nonces(page):
    """Two children of one parent seal the same value: the nonces must differ."""
    keys.ring(page.writer_id)
    ours = keys.ring(page.writer_id).sealing()
    reading, writing = os.pipe()
    for _ in range(2):
        child = os.fork()
        if child == 0:
            os.write(writing, ours.seal(b"same", b"here")[5:17])
            os._exit(0)
        os.waitpid(child, 0)
    nonces = os.read(reading, 24)
    os.close(reading)
    os.close(writing)
    assert nonces[:12] != nonces[12:]


def test_async_reads_open_within_their_use(transactional_db, page):
    async def read():
        try:
            found = await Page.objects.aget(pk=page.pk)
            with pytest.raises(PurposeRefused):
                found.title
            with purposes.using(OWN):
                return found.title
        finally:
            # Those of the thread in which Django asks databases for us.
            await sync_to_async(connections.close_all)()

    assert asyncio.run(read()) == "First of May"


def test_a_migrations_models_read_and_write_sealed_values(page, alice, at):
    loader = MigrationExecutor(connection).loader
    state = loader.project_state([("diary", "0001_first_pages")])
    historical = state.apps.get_model("diary", "Page")
    assert historical.__module__ == "__fake__"
    old = historical.objects.get(pk=page.pk)
    with purposes.using(OWN):
        assert old.title == "First of May"
    old.title = "Moved by a migration"
    old.save()
    historical.objects.create(writer_id=alice.pk, title="Made", written_at=at)
    assert sorted(titles(Page.objects.all())) == ["Made", "Moved by a migration"]


def test_children_of_a_sealed_model_open_the_parents_values(page, alice, at):
    class Letter(Page):
        class Meta:
            app_label = "diary"
            proxy = True

    try:
        made = Letter.objects.create(writer=alice, title="Dear diary", written_at=at)
        assert titles([made]) == ["Dear diary"]
        assert sorted(titles(Letter.objects.all())) == ["Dear diary", "First of May"]
    finally:
        Page._meta.apps.all_models["diary"].pop("letter")
        Page._meta.apps.clear_cache()


def test_a_list_costs_one_query_for_each_500_people(
    db, at, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(keys, "ASKED_AT_ONCE", 3)
    for number in range(7):
        person = Person.objects.create_user(f"p{number}@example.net", name="P")
        Page.objects.create(writer=person, title=f"Page {number}", written_at=at)
    keys.forget_held()
    with (
        django_assert_num_queries(1),
        django_assert_num_queries(3, using="vault"),
    ):
        assert len(titles(Page.objects.all())) == 7
    keys.forget_held()
    with (
        django_assert_num_queries(1),
        django_assert_num_queries(3, using="vault"),
        purposes.using(OWN),
    ):
        found = Page.objects.select_related("writer")
        assert [each.writer.name for each in found.iterator()] == ["P"] * 7
    keys.forget_held()
    with (
        django_assert_num_queries(1),
        django_assert_num_queries(0, using="vault"),
    ):
        assert len(list(Page.objects.all())) == 7


def test_nothing_loaded_is_no_block(db):
    assert list(Page.objects.all()) == []
