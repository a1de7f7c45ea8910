"""Damage behind the program's back: each kind is found, and the place is told."""

from __future__ import annotations

from base64 import b64encode
from io import StringIO

import pytest
from django.core.management import call_command

from privacy.certificates import keys
from privacy.certificates.canonical import canonical
from privacy.trail import guarding, heads, verifying
from privacy.trail.entry import TrailEntry, signed
from privacy.trail.heads import TreeHead
from privacy.trail.verifying import NotWhole, verify

ENTRY, HEAD = guarding.tables()
COLUMNS = (
    "at, kind, what, by, about, fields, row_id, why, previous, hash, key, signature"
)


def places():
    """Where the entries are that something is wrong with."""
    return [flaw.position for flaw in verify().flaws if flaw.position is not None]


def first():
    """What is told first."""
    return verify().flaws[0].words


def words():
    return [flaw.words for flaw in verify().flaws]


def forged(position, /, **changed):
    """Return what somebody without the key would write in place of an entry."""
    entry = TrailEntry.objects.get(position=position)
    for name, value in changed.items():
        setattr(entry, name, value)
    return entry, entry.leaf_hash()


# --- Whole ------------------------------------------------------------------------
def test_a_trail_as_it_was_written_is_whole(trail):
    report = verify()
    assert report.is_whole
    assert (report.entries, report.heads) == (10, 2)
    assert report.root == bytes(heads.newest().root)


def test_so_is_one_without_entries(db, at):
    assert verify().is_whole
    assert verifying.sign_head(at=at).size == 0
    assert verify().is_whole


def test_and_one_whose_keys_were_replaced_meanwhile(write, own_keys, at):
    write(2)
    verifying.sign_head(at=at)
    call_command("keys", "rotate-signing", stdout=StringIO())
    write(2)
    verifying.sign_head(at=at)
    assert verify().is_whole
    assert len({entry.key for entry in TrailEntry.objects.all()}) == 2


# --- Changed ----------------------------------------------------------------------
CHANGES = [
    ("at", "'2026-11-23 00:00:00+00:00'"),
    ("kind", "'search'"),
    ("what", "'nothing'"),
    ("by", "NULL"),
    ("about", "NULL"),
    ("fields", "'[]'"),
    ("fields", "'[1.5]'"),
    ("row_id", "by"),
    ("why", "'law'"),
    ("previous", "hash"),
    ("hash", "previous"),
    ("key", "'other'"),
    ("signature", "hash"),
]


@pytest.mark.parametrize("position", [0, 4, 9])
@pytest.mark.parametrize(("column", "value"), CHANGES)
def test_a_changed_entry_is_found_and_located(trail, damage, column, value, position):
    damage(f"UPDATE {ENTRY} SET {column} = {value} WHERE position = {position}")
    assert places()[0] == position
    # Whoever comes after a changed hash does not follow it.
    assert set(places()) <= {position, position + 1}


@pytest.mark.parametrize("position", [0, 4, 9])
def test_one_that_was_hashed_anew_is_found_by_its_signature(trail, damage, position):
    _, leaf = forged(position, what="nothing")
    damage(
        f"UPDATE {ENTRY} SET what = 'nothing', hash = %s WHERE position = {position}",
        params=[leaf],
    )
    assert places()[0] == position
    assert first() == f"Entry {position} was not written by the program."


def test_so_is_one_after_which_all_others_were_hashed_anew(trail, damage):
    previous = None
    for position in range(3, 10):
        changed = {"what": "nothing"} if position == 3 else {"previous": previous}
        entry, previous = forged(position, **changed)
        damage(
            f"UPDATE {ENTRY} SET what = %s, previous = %s, hash = %s"
            f" WHERE position = {position}",
            params=[entry.what, bytes(entry.previous), previous],
        )
    assert places() == list(range(3, 10))
    assert "Tree head 0 does not fit the first 6 entries." in words()


# --- Deleted, and cut off ---------------------------------------------------------
@pytest.mark.parametrize("position", [0, 4, 8])
def test_a_deleted_entry_is_found_and_located(trail, damage, position):
    damage(f"DELETE FROM {ENTRY} WHERE position = {position}")
    assert places() == [position]
    assert first() == f"Entry {position} is missing."


def test_so_are_several(trail, damage):
    damage(f"DELETE FROM {ENTRY} WHERE position BETWEEN 3 AND 5 OR position = 7")
    assert words()[:2] == ["Entries 3 to 5 are missing.", "Entry 7 is missing."]


def test_and_one_whose_place_the_next_ones_took(trail, damage):
    damage(
        f"DELETE FROM {ENTRY} WHERE position = 4",
        f"UPDATE {ENTRY} SET position = -position WHERE position > 4",
        f"UPDATE {ENTRY} SET position = -position - 1 WHERE position < -4",
    )
    assert places()[0] == 4


@pytest.mark.parametrize("left", [0, 1, 5, 6, 9])
def test_a_cut_off_end_is_found_by_the_signed_heads(trail, damage, left):
    damage(f"DELETE FROM {ENTRY} WHERE position >= {left}")
    told = "Entry 9 is missing." if left == 9 else f"Entries {left} to 9 are missing."
    assert places()[-1] == left
    assert f"{told} Tree head 1 was signed over 10 entries." in words()


def test_so_is_one_whose_heads_were_cut_off_too_by_a_head_kept_elsewhere(trail, damage):
    kept = heads.newest().as_json()
    damage(
        f"DELETE FROM {ENTRY} WHERE position >= 6",
        f"DELETE FROM {HEAD} WHERE number = 1",
    )
    assert verify().is_whole
    [flaw] = verify(saved=[kept]).flaws
    assert flaw.position == 6
    assert flaw.words.startswith("Entries 6 to 9 are missing. The head over 10 entries")


def test_a_head_kept_elsewhere_finds_a_history_that_was_written_anew(
    trail, damage, write, at
):
    kept = heads.newest().as_json()
    damage(f"DELETE FROM {ENTRY}", f"DELETE FROM {HEAD}")
    write(12)
    verifying.sign_head(at=at)
    assert verify().is_whole
    [flaw] = verify(saved=[kept]).flaws
    assert flaw.words == (
        "The head over 10 entries kept elsewhere does not fit the first 10 entries."
    )


# --- Put in, and put elsewhere ----------------------------------------------------
def test_an_entry_that_was_added_at_the_end_is_found(trail, damage):
    _, leaf = forged(9, position=10, previous=TrailEntry.objects.last().hash)
    damage(
        f"INSERT INTO {ENTRY} (position, {COLUMNS})"
        f" SELECT 10, at, kind, what, by, about, fields, row_id, why, hash, %s, key,"
        f" signature FROM {ENTRY} WHERE position = 9",
        params=[leaf],
    )
    assert words() == ["Entry 10 was not written by the program."]


def test_one_that_was_put_between_is_found_and_located(trail, damage):
    damage(
        f"UPDATE {ENTRY} SET position = -position - 1 WHERE position >= 4",
        f"UPDATE {ENTRY} SET position = -position WHERE position < 0",
        f"INSERT INTO {ENTRY} (position, {COLUMNS})"
        f" SELECT 4, {COLUMNS} FROM {ENTRY} WHERE position = 3",
    )
    assert places()[0] == 4


def test_one_before_the_first_is_found(trail, damage):
    damage(f"UPDATE {ENTRY} SET position = -1 WHERE position = 9")
    assert words()[0] == "Entry -1 stands where none can be."
    assert 9 in places()


def test_one_far_behind_the_last_is_found(trail, damage):
    damage(f"UPDATE {ENTRY} SET position = 20 WHERE position = 9")
    assert words()[0] == "Entries 9 to 19 are missing."
    assert places() == [9, 20]


@pytest.mark.parametrize(("one", "other"), [(0, 1), (2, 7), (8, 9)])
def test_two_that_changed_places_are_found(trail, damage, one, other):
    damage(
        f"UPDATE {ENTRY} SET position = -1 WHERE position = {one}",
        f"UPDATE {ENTRY} SET position = {one} WHERE position = {other}",
        f"UPDATE {ENTRY} SET position = {other} WHERE position = -1",
    )
    assert places()[0] == one
    assert other in places()


# --- Heads ------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    ["size = 5", "shop = 'X'", "at = '2026-11-25 00:00:00+00:00'", "key = 'other'"],
)
def test_a_changed_head_is_found(trail, damage, change):
    damage(f"UPDATE {HEAD} SET {change} WHERE number = 0")
    assert words() == ["Tree head 0 is not as it was signed."]


def test_a_missing_head_is_found(trail, damage):
    damage(f"DELETE FROM {HEAD} WHERE number = 0")
    assert words() == ["Tree head 0 is missing."]


def test_a_head_that_somebody_with_the_key_signed_wrongly_is_found(trail, at):
    heads.sign(size=7, root=bytes(32), at=at)
    assert words() == ["Tree head 2 does not fit the first 7 entries."]
    assert str(heads.newest()) == "tree head 2"


@pytest.mark.parametrize(
    "change",
    [
        {"root": "00" * 32},
        {"type": "certificate"},
        {"signature": "%"},
        {"signature": None},
        {"size": 1.5},
        {"key": None},
    ],
)
def test_a_kept_head_that_was_changed_is_refused(trail, change):
    kept = heads.newest().as_json() | change
    assert "is not as it was signed" in verify(saved=[kept]).flaws[0].words


def test_a_signature_for_something_else_is_none_for_a_head(trail):
    told = {"type": "other", "size": 10, "key": keys.current_id()}
    signature = b64encode(keys.sign(canonical(told))).decode()
    assert not verify(saved=[told | {"signature": signature}]).is_whole


# --- Signing ----------------------------------------------------------------------
def test_what_was_changed_is_not_signed(trail, damage, at):
    damage(f"UPDATE {ENTRY} SET what = 'nothing' WHERE position = 4")
    with pytest.raises(NotWhole, match=r"^Entry 4 was changed\.$"):
        verifying.sign_head(at=at)
    assert TreeHead.objects.count() == 2


def test_flaws_are_counted_up_to_a_hundred(write, damage):
    write(60)
    damage(f"UPDATE {ENTRY} SET what = 'nothing', key = '' WHERE position >= 0")
    assert len(verify().flaws) == 60
    damage(f"UPDATE {ENTRY} SET position = position * 2 + 1000")
    assert len(verify().flaws) == verifying.MOST_FLAWS


def test_a_signature_of_an_entry_is_none_of_a_head():
    assert not canonical({}).startswith(signed(b"")[:1])
