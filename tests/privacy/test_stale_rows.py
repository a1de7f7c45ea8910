"""A row that was loaded long ago is saved whole: what others did since stays done."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldError
from django.db import transaction
from django.db.models import QuerySet

from privacy import purposes
from privacy.encryption import keys, shredding
from privacy.encryption.envelope import WrongKey
from privacy.people import Person
from privacy.purposes import Purpose
from tests.diary.models import Page
from tests.privacy.test_index_rotation import backfilled, both, digest, switched, under
from tests.privacy.test_rotation import (
    HELD,
    LATER,
    finished,
    newest_header,
    now,
    read,
    renewed,
    stored,
)

__all__ = ["now"]


def title(page):
    """Return the title as another process reads it."""
    with purposes.using(Purpose.OWN_REQUEST):
        return Page.objects.get(pk=page.pk).title


# --- Keys that were replaced -------------------------------------------------------


@pytest.mark.parametrize("rows", [Page.objects, Page.objects.defer("place")])
def test_a_row_from_before_a_rotation_is_saved_whole_and_opens(page, now, rows):
    stale = rows.get()
    renewed(now)
    assert finished(now + LATER).destroyed == 1
    keys.forget_held()
    stale.mood = "calm"
    stale.save()
    assert Page.objects.get().mood == "calm"
    assert read(page) == HELD


def test_a_value_that_was_saved_here_is_sealed_anew_when_it_is_saved_again(page, now):
    page.text = "It snowed."
    page.save()
    renewed(now)
    page.save()
    assert stored(page).startswith(newest_header(page.writer))
    assert read(page)[1] == "It snowed."


def test_a_value_under_a_destroyed_key_is_never_written_again(page, now):
    page.text = "It snowed."
    page.save()
    renewed(now)
    finished(now + LATER)
    with pytest.raises(WrongKey, match=r"diary\.page\.text"), transaction.atomic():
        page.save()
    assert read(page)[1] == "It snowed."


def test_bulk_update_seals_anew_what_it_is_told_to_write(page, now):
    stale = Page.objects.get()
    renewed(now)
    Page.objects.bulk_update([stale], ["text", "mood"])
    assert stored(page).startswith(newest_header(page.writer))
    assert read(page) == HELD


def test_without_its_key_the_rest_of_a_row_is_still_saved(page, alice):
    page.title = "Set here"
    page.save()
    keys.discard(alice.pk)
    page.mood = "calm"
    page.save()
    assert Page.objects.get().mood == "calm"


# --- Digests that were replaced or cleared -----------------------------------------


def test_no_old_digest_comes_back_after_the_index_was_rotated(alice, own_keys, at):
    stale = Person.objects.get(pk=alice.pk)
    switched(at)
    backfilled()
    stale.save()
    assert digest(alice) == under(both()[1])
    assert backfilled().values == 0


def test_no_digest_comes_back_after_the_person_was_shredded(page, alice, at):
    stale = Page.objects.get(), Person.objects.get(pk=alice.pk)
    shredding.shred(subject=alice.pk, at=at, reason="request")
    for each in stale:
        each.save()
    assert Page.objects.get().title_index is None
    assert Person.objects.get(pk=alice.pk).email_index is None


def test_a_value_that_somebody_else_changed_or_cleared_stays_so(page):
    stale = Page.objects.get()
    page.title, page.text = "Changed", None
    page.save()
    stale.mood = "calm"
    stale.save()
    found = Page.objects.get(title="Changed")
    assert (found.mood, found.text) == ("calm", None)


# --- What was set here is written, as often as it is saved --------------------------


def test_a_write_that_was_taken_back_is_written_by_the_next_save(page):
    loaded = Page.objects.get()
    loaded.title, loaded.text = "Second", None
    with transaction.atomic():
        loaded.save()
        transaction.set_rollback(True)
    assert title(page) == "First of May"
    loaded.save()
    found = Page.objects.get(title="Second")
    assert (title(found), found.text) == ("Second", None)


def test_a_move_that_was_taken_back_is_made_by_the_next_save(page, bob):
    loaded = Page.objects.get()
    loaded.writer = bob
    with transaction.atomic():
        loaded.save()
        transaction.set_rollback(True)
    assert title(page) == "First of May"
    loaded.save()
    assert title(page) == "First of May"
    assert Page.objects.get().writer == bob


def test_a_digest_that_is_set_by_hand_is_written(page):
    page.title_index = None
    page.save()
    assert Page.objects.get().title_index is None


def test_a_row_that_takes_the_place_of_another_is_written_whole(page, alice, at):
    empty = Page.objects.create(writer=alice, written_at=at)
    empty.pk = page.pk
    empty.save()
    assert Page.objects.get(pk=page.pk).title is None
    assert Page.objects.get(pk=page.pk).title_index is None


# --- A new person needs all values sealed anew, or nothing is written ---------------


def by_bulk_update(page):
    Page.objects.bulk_update([page], ["writer", "title"])


@pytest.mark.parametrize(
    "write",
    [
        lambda page: page.save(update_fields=["writer"]),
        lambda page: page.save(update_fields=["title", "mood"]),
        by_bulk_update,
        lambda page: Page.objects.update(writer=page.writer),
        lambda page: Page.objects.update(writer_id=page.writer_id),
        lambda page: page.writer.page_set.add(page),
    ],
)
def test_half_a_move_is_refused(page, bob, write):
    loaded = Page.objects.get()
    loaded.writer = bob
    with pytest.raises(FieldError, match="for the person"):
        write(loaded)
    assert read(page) == HELD


def test_a_row_that_is_loaded_in_part_is_not_moved(page, bob):
    loaded = Page.objects.defer("text").get()
    loaded.writer = bob
    with pytest.raises(FieldError, match="load it whole"):
        loaded.save()
    assert read(page) == HELD


def test_a_whole_move_is_made_by_any_of_them(page, alice, bob):
    names = ["writer", "title", "text", "reader", "place"]
    loaded = Page.objects.get()
    loaded.writer = bob
    loaded.save(update_fields=["writer_id", *names[1:]])
    assert title(page) == "First of May"
    loaded.writer = alice
    Page.objects.bulk_update([loaded], names)
    assert read(page) == HELD
    with purposes.using(Purpose.OWN_REQUEST):
        assert loaded.title == "First of May"
    assert QuerySet(Page).get().writer == alice


def test_the_row_that_was_opened_last_opens_no_more_once_its_key_is_destroyed(page, at):
    found = Page.objects.get(pk=page.pk)
    with purposes.using(Purpose.OWN_REQUEST):
        assert found.title == "First of May"
        keys.destroy(page.writer_id, at=at)
        with pytest.raises(keys.ValueErased):
            found.text


def test_the_row_that_was_opened_last_asks_for_its_key_again_in_time(
    page, monkeypatch, django_assert_num_queries
):
    found = Page.objects.get(pk=page.pk)
    with purposes.using(Purpose.OWN_REQUEST):
        assert found.title == "First of May"
        now = keys.time.monotonic()
        monkeypatch.setattr(keys.time, "monotonic", lambda: now + 61)
        with django_assert_num_queries(1, using="vault"):
            assert found.text == "It rained."
        keys.forget_held()
        with django_assert_num_queries(1, using="vault"):
            assert found.place.town == "Leith"


def test_text_that_utf8_can_not_write_comes_back(alice, at):
    made = Page.objects.create(writer=alice, text="\ud800", written_at=at)
    with purposes.using(Purpose.OWN_REQUEST):
        assert Page.objects.get(pk=made.pk).text == "\ud800"
