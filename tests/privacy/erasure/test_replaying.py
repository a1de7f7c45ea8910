"""After a restore the erasures that a backup does not know of are done again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError

from orders.models import Order, Payment
from privacy import purposes, starting
from privacy.cases.case import Case
from privacy.encryption import carried, keys, shredding
from privacy.encryption.carried import Carried
from privacy.encryption.keys import ValueErased
from privacy.erasure import batches, plans, replaying, running
from privacy.erasure.plans import Scope
from privacy.erasure.replaying import NotReplayed, Restored
from privacy.erasure.run import Run
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.vault.models import DataKey, LedgerEntry, LedgerRows
from tests.diary.models import Page
from tests.privacy.conftest import Killed
from tests.privacy.erasure import outcome
from tests.privacy.erasure.maya import THEN
from tests.privacy.erasure.outcome import LATER, begun, erased
from tests.privacy.erasure.restoring import is_erased, known, replayed, restored


def live_keys(subject):
    return DataKey.objects.filter(subject=subject, destroyed_at=None).count()


def test_without_a_restore_nothing_is_missing(maya, at):
    erased(maya, at)
    assert replaying.missing() == []
    replaying.prove_at_start()
    finished, carried_out = known()
    assert finished == carried_out
    assert finished


def test_a_person_erased_since_the_backup_is_erased_again(maya, buys, at):
    other = buys("bob@example.net", "Bob Birch")
    with restored():
        erased(maya, at)
    assert not is_erased(maya.pk)
    assert Letter.objects.filter(person=maya).exists()
    with pytest.raises(Restored, match=r"manage\.py erasures replay"):
        replaying.prove_at_start()
    assert replayed(at) == 1
    assert is_erased(maya.pk)
    assert outcome.left_of(maya) == {}
    assert outcome.kept_of(maya)["orders.Line"] == 4
    assert live_keys(maya.pk) == 0
    replaying.prove_at_start()
    assert replayed(at) == 0
    with purposes.using(Purpose.OWN_REQUEST):
        assert Order.objects.get(pk=other.pk).contact_name == "Bob Birch"


def test_the_sentence_at_the_start_counts(maya, bob, at):
    with restored():
        for person in (maya, bob):
            erased(person, at)
    with pytest.raises(Restored, match="does not know of 2 erasures"):
        replaying.prove_at_start()


def test_a_part_goes_again_by_its_rows_and_the_rest_stays(maya, at):
    first, second = Order.objects.order_by("pk")
    with restored():
        erased(maya, at, scope=Scope({"orders.Order": (first.pk,)}))
    assert Payment.objects.filter(code_index=None).count() == 0
    with pytest.raises(Restored, match="1 erasure:"):
        replaying.prove_at_start()
    assert replayed(at) == 1
    first.refresh_from_db()
    assert first.contact_email_index is None
    assert Payment.objects.get(order=first).code_index is None
    with purposes.using(Purpose.OWN_REQUEST):
        assert Order.objects.get(pk=first.pk).contact_name is None
        assert Order.objects.get(pk=second.pk).contact_name == "Maya Okafor"
        assert Person.objects.get(pk=maya.pk).name == "Maya Okafor"
    assert live_keys(maya.pk) == 1
    replaying.prove_at_start()


def test_a_part_before_a_day_goes_again_with_rows_that_are_deleted(maya, at):
    day = at.date() + timedelta(days=1)
    with restored():
        erased(maya, at, scope=Scope(before=day))
    assert (Page.objects.count(), Letter.objects.count()) > (0, 0)
    assert replaying.rows_of(replaying.missing()[0]) > 4
    replayed(at)
    assert (Page.objects.count(), Letter.objects.count()) == (0, 0)


def test_the_ledger_holds_names_and_ids_and_no_value(maya, at):
    erased(maya, at, scope=Scope(before=at.date() + timedelta(days=1)))
    told = [[p.label, p.action, p.fields, p.ids] for p in LedgerRows.objects.all()]
    assert any(label == "orders.Order" for label, *_ in told)
    assert "maya" not in str(told).lower()
    assert "Okafor" not in str(told)


def test_a_case_of_theirs_that_named_nobody_goes_again(maya, case_of, at):
    question = case_of(None, kind="question", state="in_review")
    with restored():
        erased(maya, at)
    question.refresh_from_db()
    assert question.person_id is None
    replayed(at)
    question.refresh_from_db()
    assert (question.person_id, question.email_index) == (maya.pk, None)


def test_the_case_that_asked_for_it_stays_and_is_carried_out_once_more(
    maya, case_of, at
):
    asked, old = case_of(maya), case_of(maya, kind="copy")
    plan = plans.made(maya.pk, case=asked.pk, at=at)
    with restored():
        running.carry_out(running.begin(maya.pk, plan, case=asked, at=at), at=at)
    replayed(at)
    for case in (asked, old):
        case.refresh_from_db()
    assert (asked.email_index is None, old.email_index is None) == (False, True)
    run = running.begin(maya.pk, plan, case=asked, at=at)
    running.carry_out(run, at=at + LATER)
    assert run.stage == Run.Stage.CHECKING
    assert LedgerEntry.objects.filter(subject=maya.pk).count() == 1
    assert replaying.missing() == []


def test_an_older_vault_brings_no_key_back(maya, at):
    with restored("vault"):
        erased(maya, at)
    assert live_keys(maya.pk) == 1
    assert is_erased(maya.pk)
    with pytest.raises(Restored):
        replaying.prove_at_start()
    replayed(at)
    assert live_keys(maya.pk) == 0
    with pytest.raises(ValueErased):
        keys.ring(maya.pk).sealing()
    assert LedgerEntry.objects.get(subject=maya.pk).reason == shredding.RUN
    assert replaying.missing() == []


def test_an_older_vault_is_told_of_parts(maya, at):
    first = Order.objects.order_by("pk").first()
    with restored("vault"):
        erased(maya, at, scope=Scope({"orders.Order": (first.pk,)}))
    assert replayed(at) == 1
    assert live_keys(maya.pk) == 1
    assert LedgerEntry.objects.get().reason == shredding.PART


EVERYTHING = Scope(before=THEN.date() + timedelta(days=300))


@pytest.fixture
def broken_off(maya, at, monkeypatch):
    """Give a function that begins to erase Maya and is killed at the first batch."""

    def dies(*args, **more):
        raise Killed

    def begin(scope):
        run = begun(maya, at, scope=scope)
        with monkeypatch.context() as broken:
            broken.setattr(batches, "carry_out", dies)
            with pytest.raises(Killed):
                running.carry_out(run, at=at)
        assert LedgerEntry.objects.get().finished_at is None

    return begin


@pytest.mark.parametrize("scope", [None, EVERYTHING])
def test_what_is_only_under_way_is_not_missing(broken_off, scope):
    broken_off(scope)
    assert replaying.missing() == []


@pytest.mark.parametrize("scope", [None, EVERYTHING])
def test_what_was_under_way_is_missing_after_a_restore(maya, broken_off, at, scope):
    with restored():
        broken_off(scope)
    assert replayed(at) == 1
    assert LedgerEntry.objects.get().finished_at is not None
    assert is_erased(maya.pk) == (scope is None)


def test_a_row_that_went_with_its_key_goes_again(maya, case_of, at):
    case = case_of(maya, state="withdrawn", closed_at=at)
    reason = batches.WITH_ITS_ROW
    with restored():
        shredding.shred(subject=case.pk, at=at, reason=reason)
        Case.objects.filter(pk=case.pk).update(email=None, demand=None, link=None)
    assert replaying.rows_of(replaying.missing()[0]) == 1
    replayed(at)
    case.refresh_from_db()
    assert (case.email_index, case.link_index) == (None, None)
    open_ = case_of(maya)
    with restored():
        shredding.note(subject=open_.pk, at=at, reason=reason)
    # The worker ends this one by the entry alone.
    assert replaying.missing() == []


def test_a_key_that_was_shredded_alone_takes_its_indexes_along_again(maya, at):
    with restored():
        shredding.shred(subject=maya.pk, at=at, reason="request")
    assert Person.objects.get(pk=maya.pk).email_index is not None
    assert replayed(at) == 1
    assert Person.objects.get(pk=maya.pk).email_index is None
    assert Person.objects.get(pk=maya.pk).erased_at is None


def test_somebody_who_came_after_the_backup_is_noted_and_nothing_else(db, at):
    with restored():
        person = Person.objects.create_user("new@example.net", name="Nell New")
        erased(person, at)
    assert not Person.objects.filter(pk=person.pk).exists()
    assert replayed(at) == 1
    assert replaying.missing() == []


def test_what_is_not_done_stays_missing(maya, at, monkeypatch):
    with restored():
        erased(maya, at)
    with monkeypatch.context() as broken:
        broken.setattr(replaying.newcomers, "include", lambda *a, **k: 0)
        with pytest.raises(NotReplayed, match="something is left"):
            replayed(at)
    assert len(replaying.missing()) == 1
    with monkeypatch.context() as broken:
        broken.setattr(keys, "destroy", lambda *a, **k: None)
        DataKey.objects.create(
            subject=maya.pk, generation=9, wrapped=b"x", key_id="k", created_at=at
        )
        with pytest.raises(NotReplayed):
            replayed(at)
    assert replayed(at) == 1


def test_databases_that_do_not_answer_can_not_say(monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(replaying, "missing", away)
    replaying.prove_at_start()


def test_nothing_starts_on_a_restored_database(maya, at, capsys, monkeypatch):
    monkeypatch.setattr(starting.connections, "close_all", lambda: None)
    starting.prove_keys()
    with restored():
        erased(maya, at)
    with pytest.raises(SystemExit) as stopped:
        starting.prove_keys()
    assert stopped.value.code == starting.STOPPED
    assert "manage.py erasures replay" in capsys.readouterr().err
    replayed(at)
    starting.prove_keys()


def test_rows_say_what_they_are(maya, at):
    first = Order.objects.order_by("pk").first()
    erased(maya, at, scope=Scope({"orders.Order": (first.pk,)}))
    entry, rows = LedgerEntry.objects.get(), LedgerRows.objects.first()
    assert str(rows) == f"rows {rows.pk} of erasure {entry.pk}"
    assert str(Carried.objects.get()) == f"carried out {entry.pk}"
    carried.note(entry, at=at)
    shredding.note_rows(entry, label=rows.label, action=rows.action, ids=rows.ids)
    assert Carried.objects.count() == 1
    assert LedgerRows.objects.filter(label=rows.label).count() == 1
