"""Fetching: once, by whoever asked, and everybody in the file can read that."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connections

from privacy.access import Access
from privacy.copies import ledgers
from privacy.disclosure import Disclosure
from privacy.exports import asking, building, ending, fetching
from privacy.exports.export import KEPT, LIFE, Export, ExportedPerson
from privacy.exports.fetching import NotThere
from privacy.exports.states import State
from privacy.refusing import NotAllowed
from tests.privacy.exports.conftest import (
    READER,
    TITLE,
    WORDS,
    approve,
    fresh,
    steps,
    table_in,
    wish,
)

AUDITOR = {
    "name": "Audit Office",
    "fields": ("title", "reader"),
    "purposes": ("conversation",),
    "what_for": "to audit",
    "basis": "legal_duty",
    "law": {"cite": "Act 1", "source": "https://law.example.net", "date": "2020-01-01"},
}


def got(export, by, at):
    """Return the file, or the sentence that says why there is none."""
    try:
        return fetching.fetch(fresh(export), by=by, at=at)
    except NotThere as refused:
        return str(refused)


def test_whoever_asked_fetches_it_once(fetched, clerk, at):
    export, passphrase, file = fetched
    assert len(table_in(file, passphrase)) == 3
    assert (export.state, export.fetched_at) == (State.FETCHED, at)
    assert export.__dict__["package"] is None
    assert "fetched already" in got(export, clerk, at)
    assert fetching.file_name(export) == f"{export.reference}.zip.age"
    assert steps() == ["asked", "approved", "built", "fetched"]


def test_nobody_else_fetches_it(built, second, at):
    assert "no file any more" in got(built[0], second, at)
    assert fresh(built[0]).state == State.BUILT


def test_what_is_not_built_or_ran_out_says_so(approved, clerk, at):
    export, _ = approved
    assert "not built yet" in got(export, clerk, at)
    building.build(export, at=at)
    assert "no file any more" in got(export, clerk, at + LIFE)
    ending.expire(at=at + LIFE)
    assert "no file any more" in got(export, clerk, at + LIFE)


def test_everybody_in_the_file_reads_who_took_it_out_and_why(fetched, alice, bob):
    for person in (alice, bob):
        (look,) = ledgers.accesses(person)
        assert look.who == "A member of staff (clerks)"
        assert look.reason == "Answering a question"
        assert look.words == WORDS
        assert len(look.saw) == 2
    looks = Access.objects.all()
    assert {tuple(each.fields) for each in looks} == {(READER, TITLE)}
    # It opens nothing on any page.
    assert {each.until for each in looks} == {None}
    assert not Disclosure.objects.exists()


def test_before_it_is_fetched_nobody_has_looked(built):
    assert not Access.objects.exists()
    assert ExportedPerson.objects.count() == 2
    for each in ExportedPerson.objects.all():
        assert str(each) == f"person in an export {each.pk}"


def test_of_many_at_once_one_gets_it(transactional_db, built, clerk, at):
    export, _ = built
    start, found = threading.Barrier(4), []

    def get():
        try:
            start.wait()
            found.append(isinstance(got(export, clerk, at), bytes))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=get) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(found) == [False, False, False, True]
    assert Access.objects.count() == 2
    assert steps().count("fetched") == 1


# --- For somebody outside ------------------------------------------------------------


@pytest.fixture
def outside(pages, clerk, second, at, settings):
    """A file for somebody on the register, and its passphrase."""
    settings.RECIPIENTS = settings.RECIPIENTS | {"audit": AUDITOR}
    given = {"wish": wish(recipient="audit"), "once": uuid.uuid4()}
    export, passphrase = asking.ask(by=clerk, at=at, **given)
    approve(export, second, at)
    building.build(fresh(export), at=at)
    return fresh(export), passphrase


def test_what_goes_to_somebody_outside_passes_the_door(outside, clerk, alice, bob, at):
    fetching.fetch(outside[0], by=clerk, at=at)
    for person in (alice, bob):
        (row,) = Disclosure.objects.filter(person=person)
        assert (row.recipient, row.fields) == ("audit", ["title", "reader"])
        assert (row.basis, row.by_id) == ("legal_duty", clerk.pk)
        assert ledgers.disclosures(person)[0].recipient == "Audit Office"


def test_for_somebody_outside_it_is_about_so_many_and_no_more(
    pages, clerk, at, settings, monkeypatch
):
    settings.RECIPIENTS = settings.RECIPIENTS | {"audit": AUDITOR}
    monkeypatch.setattr(asking, "MOST_OUTSIDE", 1)
    given = {"wish": wish(recipient="audit"), "once": uuid.uuid4()}
    with pytest.raises(NotAllowed, match="more than 1 people"):
        asking.ask(by=clerk, at=at, **given)


def test_who_left_the_register_is_agreed_to_by_nobody(
    pages, clerk, second, at, settings
):
    settings.RECIPIENTS = settings.RECIPIENTS | {"audit": AUDITOR}
    given = {"wish": wish(recipient="audit"), "once": uuid.uuid4()}
    export, _ = asking.ask(by=clerk, at=at, **given)
    settings.RECIPIENTS = {}
    with pytest.raises(NotAllowed, match="not on the register for that"):
        approve(export, second, at)


def test_who_is_not_on_the_register_any_more_gets_nothing(outside, clerk, at, settings):
    settings.RECIPIENTS = {}
    assert "not on the register any more" in got(outside[0], clerk, at)
    assert fresh(outside[0]).state == State.TAKEN_BACK
    assert not Access.objects.exists()
    assert steps()[-1] == "taken_back"


# --- Afterwards ----------------------------------------------------------------------


def test_whoever_fetched_it_says_that_it_is_deleted(fetched, clerk, second, at):
    export, _, _ = fetched
    assert export.has_to_go_by == at + LIFE + KEPT
    assert export.is_out
    assert not ending.said_gone(export, by=second, at=at)
    assert ending.said_gone(export, by=clerk, at=at + timedelta(days=1))
    assert not ending.said_gone(export, by=clerk, at=at + timedelta(days=2))
    found = Export.objects.get()
    assert (found.gone_at, found.is_out) == (at + timedelta(days=1), False)
    assert steps()[-1] == "said_deleted"
