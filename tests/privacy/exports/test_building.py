"""Building: by one worker, whatever happens to it, and exactly what was agreed to."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from privacy import purposes
from privacy.encryption import keys
from privacy.erasure import plans, running
from privacy.exports import asking, building, choosing, ending, fetching, tasks
from privacy.exports.building import LEASE, MOST_ATTEMPTS
from privacy.exports.export import LIFE, WAITS, Export, ExportedPerson
from privacy.exports.states import State
from privacy.purposes import Purpose
from tests.diary.models import Page
from tests.privacy import dying
from tests.privacy.exports.conftest import (
    approve,
    files_in,
    fresh,
    steps,
    table_in,
    wish,
)


def opened(export):
    """Return the file that waits."""
    export = fresh(export)
    with purposes.using(Purpose.CONVERSATION):
        package = export.package
    return fetching.base64.b64decode(package)


def test_the_worker_builds_a_table_that_says_who_asked(built):
    export, passphrase = built
    file = opened(export)
    head, *rows = table_in(file, passphrase)
    assert head == ["title", "reader", "taken_out_by"]
    assert sorted(rows) == [
        ["Ebb", "friend-of-ebb@example.net", f"{export.reference} C"],
        ["Tide", "friend-of-tide@example.net", f"{export.reference} C"],
    ]
    note = files_in(file, passphrase)["README.txt"].decode()
    for told in (export.reference, "Asked for by: C", "Approved by: S", "talk with"):
        assert told in note
    assert "Delete every copy by 25 December 2026" in note.replace("\r\n", " ")
    assert b"Tide" not in file
    assert (export.done, export.whole, export.people_inside) == (2, 2, 2)
    assert export.__dict__["lock"] is None
    assert steps() == ["asked", "approved", "built"]


def test_what_somebody_typed_is_no_formula_in_it(pages, clerk, second, at):
    pages[0].title = "=1+1"
    pages[0].save()
    export, passphrase = asking.ask(wish=wish(), by=clerk, once=uuid.uuid4(), at=at)
    approve(export, second, at)
    building.build(fresh(export), at=at)
    assert "'=1+1" in [row[0] for row in table_in(opened(export), passphrase)]


def test_values_read_as_texts_whatever_they_are(page, clerk, second, at, settings):
    settings.EXPORT_LIMITS = {
        "clerks": {"purposes": ("own_request",), "rows": 9, "sealed": 9}
    }
    columns = [f"diary.Page.{name}" for name in ("place", "mood", "text", "written_at")]
    made = Export(sheet="pages", purpose=Purpose.OWN_REQUEST, by=clerk)
    made.columns, made.only, made.recipient = columns, "", ""
    page.text = None
    page.save()
    with purposes.using(Purpose.OWN_REQUEST):
        (row,) = building.packing.texts([page], choosing.columns(made))
    assert row[1:] == [
        "Town: Leith, Country: GB, Notes: by the shore",
        "plain",
        at.isoformat(),
    ]
    keys.destroy(page.writer_id, at=at)
    with purposes.using(Purpose.OWN_REQUEST):
        (row,) = building.packing.texts(
            Page.objects.filter(pk=page.pk), choosing.columns(made)
        )
    assert row[1] == "erased"
    assert building.packing.cells.harmless(building.packing._said(["a"])) == "['a']"


def test_a_message_that_comes_twice_builds_once(approved, at, monkeypatch):
    export, _ = approved
    monkeypatch.setattr(timezone, "now", lambda: at)
    tasks.build(str(export.pk))
    first = opened(export)
    tasks.build(str(export.pk))
    tasks.build(str(uuid.uuid4()))
    assert opened(export) == first
    assert steps().count("built") == 1


def test_the_sweep_builds_what_no_message_arrived_for(approved, at, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: at)
    tasks.go_on()
    assert fresh(approved[0]).state == State.BUILT


def test_while_one_worker_builds_another_leaves_it(approved, at):
    export, _ = approved
    Export.objects.update(claimed_at=at)
    assert not building.build(export, at=at + LEASE)
    assert building.build(export, at=at + LEASE + timedelta(seconds=1))


def test_of_two_workers_the_later_one_keeps_its_file(approved, at, monkeypatch):
    export, _ = approved
    locked, later = building.locking.locked, at + 2 * LEASE

    def slowly(*told):
        monkeypatch.setattr(building.locking, "locked", locked)
        assert building.build(fresh(export), at=later)
        return locked(*told)

    monkeypatch.setattr(building.locking, "locked", slowly)
    assert not building.build(export, at=at)
    assert fresh(export).built_at == later
    assert steps().count("built") == 1


def test_a_worker_stops_where_the_export_was_withdrawn(approved, at, monkeypatch):
    export, _ = approved
    texts = building.packing.texts

    def withdrawn(*told):
        Export.objects.update(state=State.WITHDRAWN)
        return texts(*told)

    monkeypatch.setattr(building.packing, "texts", withdrawn)
    assert not building.build(export, at=at)
    assert not ExportedPerson.objects.exists()


def test_what_goes_wrong_is_tried_three_times(approved, at, monkeypatch, caplog):
    export, _ = approved

    def broken(*told):
        raise ValueError("Tide")

    monkeypatch.setattr(building.locking, "locked", broken)
    for number in range(MOST_ATTEMPTS + 2):
        assert not building.build(fresh(export), at=at + timedelta(minutes=number))
    found = fresh(export)
    assert (found.state, found.__dict__["lock"]) == (State.FAILED, None)
    assert "ValueError" in caplog.text
    assert "Tide" not in caplog.text


def test_more_than_was_agreed_to_has_to_be_agreed_to_again(approved, alice, second, at):
    export, _ = approved
    Page.objects.create(writer=alice, title="New", written_at=at - timedelta(days=1))
    assert not building.build(export, at=at)
    found = fresh(export)
    assert (found.state, found.decided_by, found.agreed_hash) == (State.ASKED, None, "")
    approve(export, second, at)
    assert building.build(fresh(export), at=at)
    assert fresh(export).done == 3
    assert steps()[2:] == ["more_than_approved", "approved", "built"]


def test_who_is_being_erased_is_left_out(approved, alice, at):
    export, passphrase = approved
    running.begin(alice.pk, plans.made(alice.pk, at=at), at=at)
    assert building.build(export, at=at)
    assert [row[0] for row in table_in(opened(export), passphrase)] == ["title", "Ebb"]
    assert fresh(export).people_inside == 1


def test_who_goes_while_it_is_built_is_left_out_of_the_next_one(
    approved, alice, at, monkeypatch
):
    export, passphrase = approved
    locked = building.locking.locked

    def meanwhile(*told):
        type(alice).objects.filter(pk=alice.pk).update(erasing_since=at)
        return locked(*told)

    monkeypatch.setattr(building.locking, "locked", meanwhile)
    assert not building.build(export, at=at)
    found = fresh(export)
    assert (found.state, found.claimed_at, found.attempts) == (State.APPROVED, None, 0)
    assert not ExportedPerson.objects.exists()
    assert building.build(found, at=at)
    assert [row[0] for row in table_in(opened(export), passphrase)] == ["title", "Ebb"]


def test_what_is_not_offered_any_more_is_not_built(approved, at, monkeypatch):
    monkeypatch.setattr(choosing.sheets, "_offered", {})
    assert not building.build(approved[0], at=at)


# --- Its end -------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["asked", "approved", "built"])
def test_what_nobody_sees_to_runs_out(db, request, state, at):
    export = fresh(request.getfixturevalue(state)[0])
    ends = at + (LIFE if state == "built" else WAITS)
    assert ending.expire(at=ends - timedelta(seconds=1)) == 0
    assert ending.expire(at=ends) == 1
    assert ending.expire(at=ends) == 0
    found = fresh(export)
    assert found.state == State.EXPIRED
    assert found.__dict__["package"] is found.__dict__["lock"] is None
    assert steps()[-1] == "expired"


def test_who_is_first_ends_it(built, at, monkeypatch):
    export, _ = built
    note = ending.note

    def fetched_meanwhile(*told, **named):
        note(*told, **named)
        Export.objects.update(state=State.FETCHED, fetched_at=at)

    monkeypatch.setattr(ending, "note", fetched_meanwhile)
    assert not ending.take_back(export, at=at)
    # Its own transaction took all of it back.
    assert steps() == ["asked", "approved", "built"]


# --- Killed --------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_before_any_commit_leaves_one_whole_file(approved, at):
    export, passphrase = approved
    for number in range(20):
        Export.objects.update(
            state=State.APPROVED, attempts=0, claimed_at=None, people_inside=0
        )
        ExportedPerson.objects.all().delete()
        lived = dying.killed_at(number, lambda: building.build(fresh(export), at=at))
        later = at + 2 * LEASE
        building.build(fresh(export), at=later)
        assert fresh(export).state == State.BUILT
        assert len(table_in(opened(export), passphrase)) == 3
        assert ExportedPerson.objects.count() == 2
        if lived:
            break
        # The next one is killed a step later; the lock is as it was.
        Export.objects.update(lock=None)
        restore(export, passphrase)
    assert lived
    assert number >= 3


def restore(export, passphrase):
    """Give an export its lock again, as if it had never been built."""
    again = fresh(export)
    again.lock = building.locking.with_passphrase(passphrase)
    again.save(update_fields=["lock"])
