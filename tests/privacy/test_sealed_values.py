"""Sealed values: what the database sees, what opens, what is refused."""

from __future__ import annotations

import base64
import copy
import pickle
import sys

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.signals import post_init
from django.views.debug import technical_500_response

from privacy import masking, purposes
from privacy.encryption import envelope, keys, sealed
from privacy.encryption.envelope import Tampered, Unreadable, WrongKey
from privacy.encryption.keys import DataKeyMissing, ValueErased
from privacy.purposes import Purpose, PurposeRefused
from tests.diary.models import Page, Place

OWN = Purpose.OWN_REQUEST


def stored(page, column):
    """Return the bytes of one column as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM diary_page")
        return bytes(cursor.fetchone()[0])


def put(page, column, value):
    """Write bytes into one column behind the program's back."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE diary_page SET {column} = %s", [value])


def test_a_value_comes_back_as_it_was(page):
    found = Page.objects.get(pk=page.pk)
    with purposes.using(OWN):
        assert found.title == "First of May"
        assert found.text == "It rained."
        assert found.place == Place("Leith", "GB", ["by the shore"])


def test_the_database_holds_33_bytes_more_and_no_clear_text(page):
    sealed = stored(page, "title")
    assert len(sealed) == len("First of May") + envelope.OVERHEAD == 12 + 33
    assert b"First" not in sealed


def test_equal_values_look_different(page, alice, at):
    other = Page.objects.create(writer=alice, title="First of May", written_at=at)
    one, two = (p.__dict__["title"] for p in Page.objects.order_by("id"))
    assert other
    assert one != two


def test_nothing_opens_without_a_purpose(page):
    with pytest.raises(PurposeRefused, match="without a purpose"):
        Page.objects.get(pk=page.pk).title


def test_nothing_opens_for_another_purpose(page):
    found = Page.objects.get(pk=page.pk)
    with purposes.using(Purpose.DELIVERY), pytest.raises(PurposeRefused):
        found.title


def test_a_value_that_was_opened_needs_a_purpose_again(page):
    found = Page.objects.get(pk=page.pk)
    with purposes.using(OWN):
        assert found.title
    with pytest.raises(PurposeRefused):
        found.title


def test_saving_leaves_nothing_plain_in_the_object(page):
    assert isinstance(page.__dict__["title"], bytes)
    assert b"It rained" not in pickle.dumps(page)


def test_a_new_value_can_be_read_until_it_is_saved(page):
    page.title = "Second of May"
    assert page.title == "Second of May"
    page.save()
    with pytest.raises(PurposeRefused):
        page.title


def test_pickles_and_copies_hold_sealed_values(page):
    page.title = "Not saved yet"
    again = pickle.loads(pickle.dumps(page))
    assert isinstance(again.__dict__["title"], bytes)
    with purposes.using(OWN):
        assert copy.copy(again).title == "Not saved yet"


def test_a_value_moved_to_another_column_does_not_open(page):
    put(page, "title", stored(page, "text"))
    with purposes.using(OWN), pytest.raises(Tampered):
        Page.objects.get(pk=page.pk).title


def test_a_value_moved_to_another_row_does_not_open(page, alice, at):
    other = Page.objects.create(writer=alice, title="Mine", written_at=at)
    Page.objects.filter(pk=other.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE diary_page SET title = %s", [stored(page, "title")])
    with purposes.using(OWN):
        opened = []
        for each in Page.objects.all():
            try:
                opened.append(each.title)
            except Tampered:
                opened.append(None)
    assert sorted(opened, key=str) == ["First of May", None]


def test_a_value_moved_to_another_person_does_not_open(page, bob):
    QuerySet(Page).update(writer=bob)
    with purposes.using(OWN), pytest.raises(WrongKey):
        Page.objects.get(pk=page.pk).title


def test_a_changed_byte_does_not_open(page):
    sealed = stored(page, "title")
    put(page, "title", sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with purposes.using(OWN), pytest.raises(Tampered):
        Page.objects.get(pk=page.pk).title


@pytest.mark.parametrize("clear", [b"clear", "clear", b"c" * 40, "c" * 40])
def test_clear_text_in_the_column_never_opens(page, clear):
    put(page, "title", clear)
    found = Page.objects.get(pk=page.pk)
    with purposes.using(OWN), pytest.raises(Unreadable):
        found.title
    with pytest.raises(FieldError), transaction.atomic():
        found.save()


def test_giving_the_page_to_somebody_else_seals_it_anew(page, bob):
    page.writer = bob
    page.save()
    with purposes.using(OWN):
        assert Page.objects.get(pk=page.pk).title == "First of May"


def test_a_cloned_row_can_be_read(page):
    page.pk, page._state.adding = None, True
    page.save()
    with purposes.using(OWN):
        assert [p.title for p in Page.objects.all()] == ["First of May"] * 2


def test_a_destroyed_key_means_erased_and_the_rest_still_works(page, alice, at):
    keys.destroy(alice.pk, at=at)
    found = Page.objects.get(pk=page.pk)
    with purposes.using(OWN), pytest.raises(ValueErased):
        found.title
    found.mood = "sad"
    found.save()
    assert Page.objects.get(pk=page.pk).mood == "sad"
    with pytest.raises(ValueErased), transaction.atomic():
        Page.objects.create(writer=alice, title="New", written_at=at)
    found.delete()


def test_a_lost_key_is_not_taken_for_an_erased_one(page, alice):
    keys.discard(alice.pk)
    with purposes.using(OWN), pytest.raises(DataKeyMissing):
        Page.objects.get(pk=page.pk).title


def test_deferred_and_refreshed_values_open(page):
    with purposes.using(OWN):
        assert Page.objects.only("id").get().title == "First of May"
        assert Page.objects.defer("title").get().title == "First of May"
        page.title = "dropped"
        page.refresh_from_db()
        assert page.title == "First of May"
    assert Page.objects.defer("title").get().title_index is not None
    assert Page.objects.only("id").get().title_index is not None


def test_wrong_types_are_refused(page):
    with pytest.raises(TypeError):
        page.title = 3
    with pytest.raises(TypeError):
        page.place = {"town": "Leith"}
    with pytest.raises(TypeError):
        page.title = b"bytes"


def test_a_page_needs_its_writer_first(db, at):
    with pytest.raises(ValueError, match="needs its person"):
        Page(title="Whose?", written_at=at).save()


def test_names_of_rows_say_nothing(page, alice):
    assert str(page) == f"page {page.pk}"
    assert "First" not in repr(page)
    assert str(alice) == f"person {alice.pk}"


def test_one_query_loads_the_keys_of_a_list(page, bob, at, django_assert_num_queries):
    Page.objects.create(writer=bob, title="Bob's", written_at=at)
    keys.forget_held()
    pages = list(Page.objects.all())
    with django_assert_num_queries(1, using="vault"):
        keys.prefetch(p.writer_id for p in pages)
        with purposes.using(OWN):
            assert len({p.title for p in pages}) == 2


def test_saving_past_pre_save_writes_nothing_plain(page, alice, at):
    again = Page(writer_id=alice.pk, title="From elsewhere", written_at=at)
    with pytest.raises(FieldError), transaction.atomic():
        again.save_base(raw=True)


def test_untouched_values_are_not_checked_again(page):
    found = Page.objects.get(pk=page.pk)
    found.full_clean()
    found.title = "x" * 41
    with pytest.raises(Exception, match="40"):
        found.full_clean()


def test_a_listener_to_new_objects_hears_of_loaded_rows(page, monkeypatch):
    monkeypatch.setattr(sealed, "_straight", sealed._straight.__wrapped__)
    heard = []

    def listen(instance, **kwargs):
        heard.append(instance.pk)

    post_init.connect(listen, sender=Page)
    try:
        found = Page.objects.get(pk=page.pk)
    finally:
        post_init.disconnect(listen, sender=Page)
    assert heard == [page.pk]
    with purposes.using(OWN):
        assert found.title == "First of May"


def test_the_debug_page_and_error_mails_hold_no_value(page, rf, settings):
    settings.DEBUG = True
    words = [first + " secret" for first in ("Sealed", "Typed", "Cookie")]
    page.title = words[0]
    page.save()
    form = "application/x-www-form-urlencoded"
    request = rf.post("/", f"typed={words[1]}", content_type=form)
    request.COOKIES["basket"] = words[2]
    with purposes.using(OWN):
        value = page.title
        try:
            raise RuntimeError("broken")
        except RuntimeError:
            html = technical_500_response(request, *sys.exc_info()).content.decode()
    assert "RuntimeError" in html
    assert value == words[0]
    assert [word for word in words if word in html] == []


def test_a_value_that_was_read_is_masked_dumped_and_saved_as_before(page):
    found = Page.objects.get(pk=page.pk)
    with purposes.using(OWN):
        assert found.title == "First of May"
    before = bytes(Page.objects.get(pk=page.pk).__dict__["title"])
    assert masking.masked(found, "title") == masking.masked(page, "title")
    assert base64.b64encode(before).decode() in serializers.serialize("json", [found])
    found.full_clean()
    found.save()
    assert found.__dict__["title"] == before
    assert Page.objects.get(pk=page.pk).__dict__["title"] == before
