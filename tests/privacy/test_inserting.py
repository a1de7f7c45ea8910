"""Many new rows are sealed together, each under its own key and for its own place."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from privacy import people, purposes
from privacy.encryption import envelope, inserting, keys
from privacy.encryption.keys import ValueErased
from privacy.purposes import Purpose
from tests.diary.models import Note, Page, Place

OWN = Purpose.OWN_REQUEST


@pytest.fixture
def pages(alice, bob, at):
    """Pages of two people that are not saved yet."""
    return [
        Page(
            writer=who,
            title=f"Page {number}",
            text="It rained." if number else None,
            place=Place("Leith", "GB"),
            written_at=at,
        )
        for number, who in enumerate([alice, bob, alice])
    ]


def test_each_row_opens_and_is_found(pages):
    Page.objects.bulk_create(pages)
    with purposes.using(OWN):
        for number, page in enumerate(pages):
            found = Page.objects.get(title=f"page {number}")
            assert found.pk == page.pk
            assert found.text == page.text == ("It rained." if number else None)
            assert found.place.town == page.place.town == "Leith"
            assert Page.objects.get(pk=page.pk).town_index == page.town_index


def test_no_nonce_is_used_twice(pages):
    Page.objects.bulk_create(pages)
    sealed = [
        page.__dict__[name]
        for page in Page.objects.all()
        for name in ("title", "text", "place")
    ]
    nonces = {value[envelope.NONCE] for value in sealed if value}
    assert len(nonces) == 8


def test_many_nonces_are_all_different():
    drawn = list(envelope.nonces(1000))
    assert len(set(drawn)) == 1000
    assert {len(each) for each in drawn} == {12}


def test_the_keys_are_asked_for_together(pages, alice, bob):
    keys.forget_held()
    with CaptureQueriesContext(connections["vault"]) as asked:
        Page.objects.bulk_create(pages)
    assert len(asked) == 1


def test_a_row_without_its_person_is_refused(pages, at):
    with pytest.raises(ValueError, match="needs its person"):
        Page.objects.bulk_create([*pages, Page(title="Whose?", written_at=at)])
    assert not Page.objects.exists()


def test_nothing_is_sealed_for_somebody_erased(pages, bob, at):
    keys.destroy(bob.pk, at=at)
    with pytest.raises(ValueErased):
        Page.objects.bulk_create(pages)
    assert not Page.objects.exists()


def test_rows_that_hold_nothing_need_no_key(bob, at):
    keys.destroy(bob.pk, at=at)
    [made] = Page.objects.bulk_create([Page(writer=bob, written_at=at)])
    assert Page.objects.get(pk=made.pk).title is None


def test_copies_are_sealed_for_their_new_rows(page):
    copies = list(Page.objects.all()) * 1
    for each in copies:
        each.pk, each._state.adding = None, True
    copies.append(Page.objects.get(pk=page.pk))
    copies[-1].pk = None
    Page.objects.bulk_create(copies)
    assert Page.objects.count() == 3
    with purposes.using(OWN):
        assert {each.title for each in Page.objects.all()} == {"First of May"}


def test_another_try_for_another_person_seals_anew(page, alice, bob, at):
    new = Page(pk=page.pk, writer=alice, title="Mine", written_at=at)
    other = Page(writer=bob, title="Other", written_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.bulk_create([new, other])
    new.pk, new.writer = None, bob
    Page.objects.bulk_create([new, other])
    with purposes.using(OWN):
        assert {each.title for each in Page.objects.filter(writer=bob)} == {
            "Mine",
            "Other",
        }


def test_a_plain_column_may_be_computed(pages):
    for page in pages:
        page.written_at = Now()
    Page.objects.bulk_create(pages)
    assert Page.objects.filter(title="Page 2", written_at__lte=Now()).exists()


def test_a_column_with_a_mark_of_its_own_keeps_it(monkeypatch):
    field = Page._meta.get_field("mood")
    monkeypatch.setattr(
        field, "get_placeholder", lambda *given: "upper(%s)", raising=False
    )
    made = inserting._assembled(lambda fields, rows: "otherwise", [field], [["calm"]])
    assert made == "otherwise"


def test_people_come_with_keys_of_their_own(db, at):
    many = [
        people.Person(name=f"Ada {n}", email=f"ada{n}@example.net", created_at=at)
        for n in range(3)
    ]
    people.Person.objects.bulk_create(many)
    with purposes.using(OWN):
        assert people.Person.objects.get(email="ada1@example.net").name == "Ada 1"


def test_notes_without_an_index_are_sealed_as_well(page, alice, at):
    notes = [
        Note(writer=alice, page=page, text=f"{number}", written_at=at)
        for number in range(2)
    ]
    Note.objects.bulk_create(notes)
    with purposes.using(OWN):
        assert {note.text for note in Note.objects.all()} == {"0", "1"}
