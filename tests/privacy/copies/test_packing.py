"""A copy is built once, fetched once, and goes on its date, whatever comes between."""

from __future__ import annotations

import io
import threading
import zipfile
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from privacy.copies import packing, tasks, whole
from privacy.copies.package import Copy
from privacy.copies.packing import NotThere
from privacy.encryption import keys
from privacy.people import Person
from tests.privacy.copies.held import words

NAMES = [
    *("README.txt", "data.html", "data.css", "data.json", "data.jsonld"),
    "consents.json",
]


@pytest.fixture
def copy(page, case, alice, at):
    return packing.begun(case_id=case.pk, person=alice, at=at)


@pytest.fixture
def built(copy, at):
    assert packing.build(copy, at=at)
    return copy


def names(packet):
    with zipfile.ZipFile(io.BytesIO(packet)) as archive:
        return archive.namelist()


def fetched(copy, at):
    """Return whether something was fetched."""
    try:
        return bool(packing.fetch(copy, at=at))
    except NotThere:
        return False


# --- Beginning ---------------------------------------------------------------------


def test_a_case_has_one_copy(copy, case, alice, at):
    assert (
        packing.begun(case_id=case.pk, person=alice, at=at + timedelta(days=1)) == copy
    )
    assert (copy.person, copy.asked_at, copy.built_at) == (alice, at, None)


# --- Building ----------------------------------------------------------------------


def test_a_built_copy_has_every_file_and_all_its_parts(built, at):
    assert (built.built_at, built.done) == (at, built.whole)
    assert built.whole == whole.parts() + 1
    assert names(packing.fetch(built, at=at)) == NAMES


def test_progress_is_told_part_by_part(copy, at, monkeypatch):
    seen = []
    tell = packing._tell

    def noted(copy, **columns):
        tell(copy, **columns)
        now = Copy.objects.get(pk=copy.pk)
        seen.append((now.done, now.whole, now.built_at))

    monkeypatch.setattr(packing, "_tell", noted)
    packing.build(copy, at=at)
    parts = whole.parts() + 1
    assert seen == [(done, parts, None) for done in range(parts)]


def test_building_twice_changes_nothing(built, at):
    before = Copy.objects.get().__dict__["package"]
    assert packing.build(built, at=at + timedelta(hours=1))
    assert packing.build(Copy.objects.get(), at=at)
    after = Copy.objects.get()
    assert (after.__dict__["package"], after.built_at) == (before, at)


def test_of_two_workers_the_first_counts(copy, at):
    other = Copy.objects.get()
    assert packing.build(copy, at=at)
    assert packing.build(other, at=at + timedelta(minutes=1))
    assert other.built_at == at


def test_a_late_worker_does_not_bring_a_fetched_copy_back(copy, at):
    late = Copy.objects.get()
    packing.build(copy, at=at)
    packing.fetch(copy, at=at)
    packing.build(late, at=at)
    assert Copy.objects.get().__dict__["package"] is None


def test_nothing_is_kept_for_somebody_who_is_being_erased(copy, at):
    Person.objects.update(erasing_since=at)
    assert not packing.build(copy, at=at)
    assert Copy.objects.get().__dict__["package"] is None


def test_a_copy_waits_a_week_from_when_it_is_built(copy, at):
    later = at + timedelta(days=20)
    assert packing.build(copy, at=later)
    assert copy.expires_at == later + timedelta(days=7)


def test_a_copy_that_is_deleted_meanwhile_is_left_alone(copy, at):
    Copy.objects.all().delete()
    assert not packing.build(copy, at=at)
    assert not Copy.objects.exists()


def test_building_can_be_killed_anywhere(copy, at, killed_everywhere):
    assert killed_everywhere(lambda: packing.build(Copy.objects.get(), at=at)) > 20
    assert names(packing.fetch(copy, at=at)) == NAMES


def test_the_same_things_at_the_same_moment_give_the_same_bytes(page, alice, at):
    packets = {packing.packed(whole.gathered(alice, at=at)) for _ in range(2)}
    assert len(packets) == 1
    later = packing.packed(whole.gathered(alice, at=at + timedelta(hours=1)))
    assert later not in packets


# --- Fetching -----------------------------------------------------------------------


def test_a_copy_is_fetched_once(built, at):
    assert fetched(built, at)
    assert Copy.objects.get().__dict__["package"] is None
    with pytest.raises(NotThere, match="fetched already"):
        packing.fetch(built, at=at)


def test_a_copy_that_is_not_built_says_so(copy, at):
    with pytest.raises(NotThere, match=r"not ready yet.*until 29 November 2026"):
        packing.fetch(copy, at=at)


def test_a_copy_that_ran_out_says_so(built, at):
    with pytest.raises(NotThere, match="run out"):
        packing.fetch(built, at=at + packing.LIFE)
    Copy.objects.all().delete()
    with pytest.raises(NotThere, match="run out"):
        packing.fetch(built, at=at)


def test_a_copy_of_somebody_erased_does_not_open(built, alice, at):
    keys.destroy(alice.pk, at=at)
    assert not fetched(built, at)


def test_of_many_at_once_one_gets_it(transactional_db, copy, at):
    packing.build(copy, at=at)
    start, got = threading.Barrier(4), []

    def get():
        try:
            start.wait()
            got.append(fetched(copy, at))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=get) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(got) == [False, False, False, True]


def test_the_files_name_says_the_shop_and_the_day(built, copy, settings):
    assert packing.file_name(built) == "foldwell-your-data-2026-11-22.zip"
    settings.SHOP_NAME = "手紙"
    assert packing.file_name(copy).startswith("shop-your-data-")


# --- The end -----------------------------------------------------------------------


def test_copies_go_on_their_date(built, at):
    assert packing.delete_past_their_date(at=at + packing.LIFE - timedelta(1)) == 0
    assert packing.delete_past_their_date(at=at + packing.LIFE) == 1
    assert not Copy.objects.exists()


def test_the_worker_deletes_what_ran_out(built):
    Copy.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    tasks.delete_old()
    assert Copy.objects.exists()
    Copy.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    tasks.delete_old()
    assert not Copy.objects.exists()


def test_a_representation_shows_nothing(page, alice, at):
    gathered = whole.gathered(alice, at=at)
    assert repr(gathered) == "<Whole>"
    assert str(Copy(person=alice)).startswith("copy ")
    assert "rained" in words(gathered.groups)
