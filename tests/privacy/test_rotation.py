"""Data keys are wrapped and replaced while the shop is open, and killed at any step."""

from __future__ import annotations

from datetime import timedelta

import pytest

from privacy import purposes
from privacy.encryption import columns, envelope, keyfile, keys, keyset, rotation
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.vault.models import DataKey, Rotation
from shop.checkout.models import Draft, Typed
from tests.diary.models import Page

LATER = timedelta(minutes=11)


@pytest.fixture
def new_primary(own_keys, at):
    """A new key under which nothing lies yet."""
    keyfile.change(lambda found: keyfile.with_key(found, "k2"))
    keyfile.change(lambda found: keyfile.with_primary(found, "k2", at=at))
    return "k2"


@pytest.fixture
def now(at):
    """A moment after all keys of the tests were made."""
    return at + timedelta(days=3650)


def renewed(now):
    """Give everybody a new data key."""
    return sum_of(rotation.renew(rotation.begin(at=now), at=now))


def finished(now):
    """Destroy the old ones."""
    return sum_of(rotation.finish(at=now))


def sum_of(batches):
    return sum(batches, rotation.Done())


def read(page):
    """Return all that a page holds, as another process reads it."""
    keys.forget_held()
    found = Page.objects.get(pk=page.pk)
    with purposes.using(Purpose.OWN_REQUEST):
        held = [found.title, found.text, found.place.town]
    with purposes.using(Purpose.CONVERSATION):
        return [*held, found.reader, Person.objects.get(pk=found.writer_id).email]


HELD = ["First of May", "It rained.", "Leith", "friend@example.net"]
HELD += ["alice@example.net"]


def stored(page, name="text"):
    return bytes(Page.objects.get(pk=page.pk).__dict__[name])


def newest_header(person):
    keys.forget_held()
    return keys.ring(person.pk).sealing().header


# --- Wrapping anew -----------------------------------------------------------------


def test_all_data_keys_come_under_the_primary_key(page, bob, new_primary):
    before = stored(page)
    assert rotation.to_rewrap().count() == 2
    assert sum(rotation.rewrap()) == 2
    assert (rotation.under("k1"), rotation.under("k2")) == (0, 2)
    assert stored(page) == before
    assert read(page) == HELD
    assert sum(rotation.rewrap()) == 0


def test_they_are_wrapped_in_batches(page, bob, new_primary, monkeypatch):
    monkeypatch.setattr(rotation, "KEYS_AT_ONCE", 1)
    assert list(rotation.rewrap()) == [1, 1]


def test_without_the_old_key_they_open_afterwards(page, new_primary, restarted):
    sum(rotation.rewrap())
    keyfile.change(lambda found: keyfile.without_key(found, "k1"))
    restarted()
    assert read(page) == HELD


def test_wrapping_can_be_killed_anywhere(page, bob, new_primary, killed_everywhere):
    assert killed_everywhere(lambda: sum(rotation.rewrap())) > 3
    assert rotation.under("k2") == 2
    assert read(page) == HELD


def test_a_key_that_is_destroyed_meanwhile_stays_destroyed(alice, new_primary, at):
    row = DataKey.objects.get(subject=alice.pk)
    keys.destroy(alice.pk, at=at)
    assert not keys.rewrap(row)
    row.refresh_from_db()
    assert not keys.rewrap(row)
    assert row.wrapped is None


# --- New data keys --------------------------------------------------------------------


def test_every_value_is_sealed_under_a_new_key(page, now):
    before = stored(page), newest_header(page.writer)
    done = renewed(now)
    assert (done.people, done.values, done.left) == (1, 6, 0)
    assert stored(page) != before[0]
    assert newest_header(page.writer) != before[1]
    assert stored(page).startswith(newest_header(page.writer))
    assert read(page) == HELD


def test_blind_indexes_still_find_what_was_sealed_anew(page, now):
    renewed(now)
    assert Page.objects.get(title="first of may") == page
    assert Person.objects.get(email="alice@example.net") == page.writer


def test_values_that_belong_to_no_person_are_sealed_anew_as_well(at, now, db):
    draft = Draft(expires_at=at)
    keys.create(draft.pk, at=at)
    draft.typed = Typed("maya@example.net", "Maya")
    draft.save()
    assert renewed(now).values == 1
    found = Draft.objects.get()
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        assert found.typed.name == "Maya"


def test_an_empty_value_stays_empty(page, now):
    Page.objects.filter(pk=page.pk).update(text=None)
    assert renewed(now).values == 5
    assert Page.objects.get().__dict__["text"] is None
    assert finished(now + LATER).destroyed == 1


def test_the_old_key_opens_what_it_sealed_until_ten_minutes_are_over(page, now):
    old = keys.ring(page.writer_id)
    renewed(now)
    late = "sealed by a process that holds the old key"
    bound_to = Page._meta.get_field("text").prefix
    bound_to += page.writer_id.bytes + page.pk.bytes
    value = {"text": old.sealing().seal(late.encode(), bound_to)}
    table = next(each for each in columns.tables() if each.model is Page)
    assert table.swap(page, value, {"text": stored(page)})
    assert finished(now) == rotation.Done(people=1)
    assert read(page)[1] == late
    assert not rotation.close(rotation.begun(), at=now)
    assert finished(now + LATER) == rotation.Done(people=1, values=1, destroyed=1)
    assert read(page)[1] == late
    assert rotation.close(rotation.begun(), at=now + LATER)
    assert rotation.begun() is None


def test_a_process_with_the_old_keys_reads_what_was_sealed_anew(page, now):
    held = keys.ring(page.writer_id)
    renewed(now)
    keys._held.put(page.writer_id, held)
    with purposes.using(Purpose.OWN_REQUEST):
        assert Page.objects.get().text == "It rained."


def test_a_concurrent_edit_wins(page, now, monkeypatch):
    swap = columns.Table.swap

    def edited_first(table, row, changes, unchanged):
        if "text" in changes:
            other = Page.objects.get(pk=page.pk)
            other.text = "It snowed."
            other.save()
        return swap(table, row, changes, unchanged)

    monkeypatch.setattr(columns.Table, "swap", edited_first)
    assert renewed(now).values == 5
    assert read(page)[1] == "It snowed."


def test_a_value_that_does_not_open_is_told_and_its_key_stays(page, now):
    sealed = stored(page)
    spoilt = sealed[:-1] + bytes([sealed[-1] ^ 1])
    table = next(each for each in columns.tables() if each.model is Page)
    table.swap(page, {"text": spoilt}, {"text": stored(page)})
    assert renewed(now).left == 1
    done = finished(now + LATER)
    assert (done.left, done.destroyed) == (1, 0)
    assert rotation.outlived() == 1
    assert stored(page) == spoilt
    assert not rotation.close(rotation.begun(), at=now + LATER)


def test_noise_in_a_column_keeps_no_key(page, now):
    table = next(each for each in columns.tables() if each.model is Page)
    table.swap(page, {"text": b"noise"}, {"text": stored(page)})
    assert renewed(now).left == 1
    assert finished(now + LATER).destroyed == 1


def test_once_begun_a_rotation_goes_on_where_it_was(page, bob, now, monkeypatch):
    monkeypatch.setattr(rotation, "PEOPLE_AT_ONCE", 1)
    under_way = rotation.begin(at=now)
    assert next(rotation.renew(under_way, at=now)).people == 1
    again = rotation.begin(at=now + timedelta(hours=1))
    assert again == under_way
    assert sum_of(rotation.renew(again, at=now)).people == 2
    assert DataKey.objects.count() == 4
    assert str(again) == f"rotation {again.pk} of data keys"


def test_a_second_rotation_makes_a_third_key(page, now):
    renewed(now)
    finished(now + LATER)
    assert rotation.close(rotation.begun(), at=now + LATER)
    renewed(now + LATER)
    made = DataKey.objects.order_by("pk").values_list("generation", flat=True)
    assert list(made) == [1, 2, 3]
    assert rotation.outlived() == 1
    assert read(page) == HELD
    assert Rotation.objects.count() == 2


def test_new_data_keys_can_be_killed_anywhere(page, bob, now, killed_everywhere):
    def rotate(at):
        under_way = rotation.begin(at=now)
        sum_of(rotation.renew(under_way, at=at))
        sum_of(rotation.finish(at=at))
        assert rotation.close(under_way, at=at) == (at > now)

    assert killed_everywhere(lambda: rotate(now)) > 20
    assert read(page) == HELD
    assert killed_everywhere(lambda: rotate(now + LATER)) > 10
    assert read(page) == HELD
    assert DataKey.objects.filter(wrapped__isnull=False).count() == 2
    assert DataKey.objects.count() == 4


def test_rows_come_in_pages(page, alice, at, now, monkeypatch):
    monkeypatch.setattr(columns, "ROWS_AT_ONCE", 1)
    Page.objects.create(writer=alice, text="Second.", written_at=at)
    assert renewed(now).values == 7


def test_values_are_counted(page):
    assert rotation.values() == 6
    assert rotation.people() == 1


def test_keys_added_by_another_process_are_found_at_once(page, own_keys, at):
    held = keyset.current()
    elsewhere = keyfile.with_key(held, "k2")
    own_keys.write_text(keyset.written(keyfile.with_primary(elsewhere, "k2", at=at)))
    row = DataKey.objects.get(subject=page.writer_id)
    key = envelope.unwrap(
        bytes(row.wrapped),
        under=held.key("k1"),
        owner=envelope.owner(row.subject, 1, "k1"),
    )
    row.wrapped = envelope.wrap(
        key,
        under=elsewhere.key("k2"),
        owner=envelope.owner(row.subject, 1, "k2"),
    )
    row.key_id = "k2"
    row.save()
    assert read(page) == HELD
