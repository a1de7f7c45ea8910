"""Carrying out: everything goes, what a law keeps stays, and nothing is done twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType

from orders.models import Line, Order, Payment
from privacy import people, purposes
from privacy.copies.package import Copy
from privacy.encryption import keys
from privacy.encryption.keys import ValueErased
from privacy.erasure import plans, running, tasks
from privacy.erasure.run import Run
from privacy.letters.models import Letter
from privacy.models import Case
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.vault.models import DataKey, LedgerEntry
from shop.accounts import passwords
from shop.accounts.models import PendingPassword, ResetLink
from tests.diary.models import Note, Pact, Page
from tests.privacy.erasure import outcome
from tests.privacy.erasure.outcome import LATER, begun, erased


def test_everything_goes_that_no_law_keeps(maya, at):
    run = erased(maya, at)
    assert outcome.left_of(maya) == {}
    assert not Letter.objects.exists()
    assert not Page.objects.exists()
    order = Order.objects.first()
    assert (order.link_index, order.contact_email_index) == (None, None)
    assert order.number
    assert Line.objects.filter(person=maya, title=order.lines.first().title).exists()
    assert Payment.objects.filter(code_index=None, amount__gt=0).count() == 2
    assert people.find(email="maya@example.net") is None
    assert run.stage == Run.Stage.CHECKING
    assert run.finished_at is None


def test_the_person_stays_as_a_row_without_a_value(maya, at):
    maya.set_password("a long enough secret")
    maya.is_superuser, maya.last_login, maya.email_proven_at = True, at, at
    maya.save()
    maya.groups.add(Group.objects.create(name="Friends"))
    state = outcome.of(maya, erased(maya, at))
    assert state["person"] == [None, None, None]
    assert state["closed"] == (False, True, True)
    assert not state["password"]
    assert state["groups"] == 0
    maya.refresh_from_db()
    assert (maya.last_login, maya.email_proven_at) == (None, None)
    assert not maya.is_superuser


def test_the_key_goes_last_and_the_ledger_says_so(maya, at):
    state = outcome.of(maya, erased(maya, at))
    assert state["keys"] == 1
    assert state["ledger"] == [("erasure", True)]
    with pytest.raises(ValueErased):
        keys.ring(maya.pk).sealing()


def test_nobody_else_loses_anything(maya, bob, page, buys, at):
    buys("other@example.net", "Other Person")
    before = {m: m.objects.exclude(**mine(m, maya)).count() for m in MODELS}
    erased(maya, at)
    assert {m: m.objects.exclude(**mine(m, maya)).count() for m in MODELS} == before
    with purposes.using(Purpose.OWN_REQUEST):
        assert Page.objects.get().text == "It rained."
        other = people.find(email="other@example.net")
        assert other.orders.get().contact_name == "Other Person"


def test_links_copies_and_waiting_passwords_go(maya, at):
    passwords.choose(person=maya, password="a long enough secret", at=at)
    passwords.answer_reset(person_id=maya.pk, at=at)
    Copy.objects.create(person=maya, package="abc", asked_at=at, expires_at=at)
    assert PendingPassword.objects.exists()
    assert ResetLink.objects.exists()
    erased(maya, at)
    for model in (PendingPassword, ResetLink, Copy, Letter):
        assert not model.objects.exists()


def test_what_hangs_on_a_row_goes_before_it(maya, at):
    page = Page.objects.get()
    Note.objects.create(writer=maya, page=page, text="stuck", written_at=at)
    erased(maya, at)
    assert not Page.objects.exists()
    assert not Note.objects.exists()


def test_what_is_kept_sealed_has_a_key_of_its_own_that_stays(maya, at):
    pact = pact_of(maya, at)
    erased(maya, at)
    keys.forget_held()
    found = Pact.objects.get(pk=pact.pk)
    with purposes.using(Purpose.OWN_REQUEST):
        assert found.wording == "We promise."
        assert found.nickname is None
    assert (found.nickname_index, found.colour, found.place) == (None, "plain", "")


def test_other_cases_are_cleared_with_their_keys_and_this_one_stays(maya, case_of, at):
    this, other = case_of(maya), case_of(maya, state="withdrawn", closed_at=at)
    plan = plans.made(maya.pk, case=this.pk, at=at)
    run = running.begin(maya.pk, plan, this, at=at)
    running.carry_out(run, at=at)
    keys.forget_held()
    with purposes.using(Purpose.OWN_REQUEST):
        assert Case.objects.get(pk=this.pk).email == "maya@example.net"
        assert Case.objects.get(pk=other.pk).email is None
    assert DataKey.objects.get(subject=other.pk).wrapped is None
    assert DataKey.objects.get(subject=this.pk).wrapped is not None
    assert DataKey.objects.get(subject=run.pk).wrapped is not None


def test_what_staff_did_names_nobody(maya, staff, at):
    LogEntry.objects.create(
        user=staff,
        content_type=ContentType.objects.get_for_model(Person),
        object_id=str(maya.pk),
        object_repr=str(maya),
        action_flag=2,
        change_message="[]",
    )
    erased(maya, at)
    assert "Maya" not in LogEntry.objects.get().object_repr


def test_the_ledger_is_written_before_the_first_value_goes(maya, at, monkeypatch):
    def too_early(work, step, **more):
        assert LedgerEntry.objects.get(subject=maya.pk).finished_at is None
        raise RuntimeError

    monkeypatch.setattr(running.batches, "carry_out", too_early)
    with pytest.raises(RuntimeError):
        erased(maya, at)
    with purposes.using(Purpose.OWN_REQUEST):
        assert Order.objects.first().contact_name == "Maya Okafor"


def test_the_needles_are_noted_before_anything_goes(maya, at):
    run = erased(maya, at)
    with purposes.using(Purpose.OWN_REQUEST):
        assert "maya@example.net" in Run.objects.get(pk=run.pk).needles.values


def test_a_plan_is_begun_once(maya, case_of, at):
    case = case_of(maya)
    plan = plans.made(maya.pk, case=case.pk, at=at)
    run = running.begin(maya.pk, plan, case, at=at)
    assert running.begin(maya.pk, plan, case, at=at) == run
    with pytest.raises(running.Busy):
        running.begin(maya.pk, plan, case_of(maya), at=at)
    assert DataKey.objects.filter(subject=run.pk).count() == 1
    assert Run.objects.count() == 1


def test_of_two_that_begin_at_once_both_get_the_same_run(maya, at, monkeypatch):
    first, same = begun(maya, at), running._same
    answers = iter([None])
    monkeypatch.setattr(running, "_same", lambda *args: next(answers, same(*args)))
    assert begun(maya, at) == first


def test_a_plan_for_somebody_else_or_one_that_was_changed_is_refused(maya, bob, at):
    with pytest.raises(ValueError, match="somebody else"):
        running.begin(maya.pk, plans.made(bob.pk, at=at), at=at)
    run = begun(maya, at)
    Run.objects.filter(pk=run.pk).update(plan_hash="0" * 64)
    with pytest.raises(ValueError, match="approved"):
        running.carry_out(run, at=at)
    assert not LedgerEntry.objects.exists()


def test_an_order_that_came_since_makes_it_wait(maya, buys, at):
    run = begun(maya, at)
    order = buys(open_=True)
    with pytest.raises(running.Blocked) as caught:
        running.carry_out(run, at=at)
    assert order.number in caught.value.sentences[0]
    maya.refresh_from_db()
    assert (maya.erasing_since, maya.is_active) == (None, True)
    assert not LedgerEntry.objects.exists()
    tasks.carry_out(str(run.pk))
    Order.objects.filter(pk=order.pk).update(state="cancelled", closed_at=at)
    tasks.carry_out_missed()
    assert outcome.left_of(maya) == {}


def test_each_task_may_be_delivered_three_times(maya, at):
    run = begun(maya, at)
    for _ in range(3):
        tasks.carry_out(str(run.pk))
    once = outcome.of(maya, run)
    assert once["ledger"] == [("erasure", True)]
    for _ in range(3):
        tasks.carry_out_missed()
    assert outcome.of(maya, run) == once
    tasks.carry_out(str(maya.pk))


def test_what_breaks_is_tried_again_and_in_the_end_by_hand(maya, at, monkeypatch):
    run = begun(maya, at)
    with monkeypatch.context() as broken:
        broken.setattr(running.batches, "carry_out", lambda *a, **k: 1 / 0)
        for _ in range(running.MOST_ATTEMPTS):
            tasks.carry_out_missed()
        run.refresh_from_db()
        assert (run.stage, run.attempts, run.claimed_at) == ("failed", 3, None)
    tasks.carry_out_missed()
    run.refresh_from_db()
    assert run.stage == "failed"
    running.carry_out(run, at=at)
    assert outcome.left_of(maya) == {}


def test_what_the_look_afterwards_finds_is_done_once_more(maya, at):
    run = erased(maya, at)
    Order.objects.update(delivery_name="own")
    Page.objects.create(writer=maya, mood="late", written_at=at)
    running.again(run, at=at)
    running.again(run, at=at)
    running.carry_out(run, at=at + LATER)
    assert outcome.left_of(maya) == {}
    Run.objects.filter(pk=run.pk).update(stage=Run.Stage.DONE, finished_at=at)
    running.again(run, at=at)
    run.refresh_from_db()
    assert run.stage == Run.Stage.DONE


def test_a_run_of_nobody_left_has_nothing_to_do(bob, at):
    run = begun(bob, at)
    Person.objects.filter(pk=bob.pk).delete()
    running.carry_out(run, at=at)
    run.refresh_from_db()
    assert run.stage == Run.Stage.CHECKING


def test_more_rows_than_a_batch_holds_go_in_several(maya, at, monkeypatch):
    monkeypatch.setattr(running.batches, "ROWS_AT_ONCE", 2)
    for each in range(5):
        Page.objects.create(
            writer=maya, title=str(each), written_at=at + timedelta(days=each)
        )
    run = erased(maya, at)
    assert run.steps.get(label="diary.Page").rows == 6
    assert outcome.left_of(maya) == {}


MODELS = (Order, Line, Payment, Letter, Page, Person)


def mine(model, person):
    names = {Page: "writer", Person: "pk"}
    return {names.get(model, "person"): person.pk}


def pact_of(person, at):
    pact = Pact(writer=person, wording="We promise.", nickname="Maya", written_at=at)
    pact.colour, pact.place = "green", "Leith"
    pact.save(force_insert=True)
    return pact
