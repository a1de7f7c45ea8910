"""Asking for an export: what is allowed for a purpose and a role, and nothing else."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from privacy.exports import asking, deciding, limits, preview, sheets
from privacy.exports.asking import NotAsked
from privacy.exports.deciding import Changed
from privacy.exports.export import WAITS, Export
from privacy.exports.limits import Limit
from privacy.exports.locking import NoKey
from privacy.exports.sheets import Sheet
from privacy.exports.states import Refusal, State
from privacy.purposes import Purpose
from privacy.refusing import NotAllowed
from tests.diary.models import Page
from tests.privacy.exports.conftest import (
    READER,
    TITLE,
    approve,
    fresh,
    person,
    steps,
    wish,
)


def ask(by, at, **changed):
    return asking.ask(wish=wish(**changed), by=by, once=uuid.uuid4(), at=at)[0]


def refused(by, at, **changed):
    with pytest.raises(NotAsked) as caught:
        ask(by, at, **changed)
    assert not Export.objects.exists()
    assert steps() == []
    return str(caught.value)


def test_the_declarations_say_which_columns_go_out_for_which_purpose():
    pages = sheets.get("pages")
    named = {
        purpose: [each.path for each in sheets.columns(pages, purpose)]
        for purpose in (Purpose.CONVERSATION, Purpose.DELIVERY)
    }
    # A digest never does, and what is nobody's data goes along and not by itself.
    assert named == {
        Purpose.CONVERSATION: ["title", "reader", "written_at"],
        Purpose.DELIVERY: [],
    }


def test_no_purpose_gives_out_a_secret_or_a_digest():
    for label in ("privacy.Case", "privacy.Person", "orders.Order", "diary.Page"):
        sheet = Sheet("any", label, "Any")
        for purpose in Purpose:
            paths = {each.path for each in sheets.columns(sheet, purpose)}
            assert not paths & {"link", "link_index", "email_index", "password"}
    assert sheets.columns(Sheet("any", "orders.Order", "Any"), Purpose.DELIVERY)


def test_an_export_is_asked_for_once_however_often_the_form_is_sent(pages, clerk, at):
    once = uuid.uuid4()
    first, passphrase = asking.ask(wish=wish(), by=clerk, once=once, at=at)
    again, nothing = asking.ask(wish=wish(), by=clerk, once=once, at=at)
    assert (again.pk, nothing) == (first.pk, "")
    assert passphrase
    assert (first.state, first.rows, first.people_counted) == (State.ASKED, 2, 2)
    assert steps() == ["asked"]


def test_of_the_same_form_twice_at_the_same_moment_one_is_written(
    pages, clerk, at, monkeypatch
):
    once = uuid.uuid4()
    first, _ = asking.ask(wish=wish(), by=clerk, once=once, at=at)
    seen = iter([None, first])
    monkeypatch.setattr(asking, "_asked_before", lambda *told: next(seen))
    again, _ = asking.ask(wish=wish(), by=clerk, once=once, at=at)
    assert again.pk == first.pk
    assert steps() == ["asked"]


def test_a_number_of_somebody_elses_form_is_refused(asked, clerk, at):
    other = person("other@example.net", "clerks", "ask_export")
    with pytest.raises(IntegrityError):
        asking.ask(wish=wish(), by=other, once=asked[0].once, at=at)


def test_a_role_takes_out_so_much_and_no_more(pages, clerk, at, settings):
    assert "purpose" in refused(clerk, at, purpose=Purpose.AFTER_SALES)
    assert "may not go out" in refused(clerk, at, columns=("diary.Page.text",))
    assert "at least one" in refused(clerk, at, columns=("diary.Page.written_at",))
    limit = settings.EXPORT_LIMITS["clerks"]
    settings.EXPORT_LIMITS = {"clerks": limit | {"sealed": 1}}
    assert "1 or fewer" in refused(clerk, at)
    settings.EXPORT_LIMITS = {"clerks": limit | {"sealed": 0}}
    assert "nothing that is encrypted" in refused(clerk, at)
    settings.EXPORT_LIMITS = {"clerks": limit | {"rows": 1}}
    assert "more than 1 rows" in refused(clerk, at)
    settings.EXPORT_LIMITS = {"others": limit}
    assert "purpose" in refused(clerk, at)


def test_without_the_right_nobody_asks_whatever_their_role(pages, staff, clerk, at):
    assert "Your role" in refused(staff, at)
    clerk.groups.get().permissions.clear()
    clerk = type(clerk).objects.get(pk=clerk.pk)
    assert "Your role" in refused(clerk, at)


def test_of_two_roles_the_wider_limit_counts(clerk, settings):
    clerk.groups.create(name="more")
    few = {"purposes": ("conversation",), "rows": 2, "sealed": 9}
    settings.EXPORT_LIMITS = settings.EXPORT_LIMITS | {"more": few}
    assert limits.of(clerk) == {Purpose.CONVERSATION: Limit(rows=5, sealed=9)}


def test_days_have_to_be_over_and_in_their_sequence(pages, clerk, at):
    today = date(2026, 11, 22)
    assert "days that are over" in refused(clerk, at, until=today)
    assert "days that are over" in refused(clerk, at, since=today)
    long_ago = date(2020, 1, 1)
    assert "nothing in these days" in refused(clerk, at, since=long_ago, until=long_ago)


def test_nothing_else_is_offered(pages, clerk, at):
    assert "Choose what" in refused(clerk, at, sheet="people")


def test_a_key_has_to_be_one(pages, clerk, at):
    with pytest.raises(NoKey):
        ask(clerk, at, public_key="age1nothing")
    assert not Export.objects.exists()


def test_one_person_has_so_many_open_and_no_more(pages, clerk, at):
    made = [ask(clerk, at) for _ in range(asking.OPEN_AT_ONCE)]
    with pytest.raises(NotAsked, match="so many"):
        ask(clerk, at)
    deciding.withdraw(export=made[0], by=clerk, at=at)
    assert ask(clerk, at).state == State.ASKED


# --- The second person ---------------------------------------------------------------


def test_a_second_person_agrees_to_what_was_shown(asked, second, at):
    export, _ = asked
    approve(export, second, at)
    found = fresh(export)
    assert (found.state, found.decided_by) == (State.APPROVED, second)
    assert found.agreed_hash == preview.of(found, most=5).digest
    assert steps() == ["asked", "approved"]


def test_nobody_agrees_to_their_own(asked, clerk, at):
    export, _ = asked
    with pytest.raises(NotAllowed, match="Somebody else"):
        approve(export, clerk, at)
    with pytest.raises(NotAllowed, match="Somebody else"):
        deciding.refuse(export=export, reason=Refusal.TOO_MUCH, by=clerk, at=at)
    assert fresh(export).state == State.ASKED
    assert steps() == ["asked"]


def test_nor_does_the_database_let_them(asked, clerk, at):
    rows = Export.objects.filter(pk=asked[0].pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(decided_by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state=State.APPROVED)


def test_what_has_changed_since_is_shown_again(asked, alice, second, at):
    export, _ = asked
    shown = preview.of(fresh(export), most=5).digest
    Page.objects.create(writer=alice, title="New", written_at=at - timedelta(days=1))
    with pytest.raises(Changed):
        deciding.approve(export=export, shown=shown, by=second, at=at)
    approve(export, second, at)
    assert fresh(export).rows == 3


def test_what_whoever_asked_may_not_any_more_is_not_agreed_to(asked, clerk, second, at):
    clerk.groups.clear()
    with pytest.raises(NotAllowed, match="ask again"):
        approve(asked[0], second, at)


def test_an_export_is_decided_once_and_in_time(asked, second, at):
    export, _ = asked
    with pytest.raises(NotAllowed, match="can’t be done now"):
        approve(export, second, at + WAITS)
    deciding.refuse(export=export, reason=Refusal.NOT_NEEDED, by=second, at=at)
    found = fresh(export)
    assert (found.state, found.refusal) == (State.REFUSED, Refusal.NOT_NEEDED)
    assert found.__dict__["lock"] is None
    for again in (
        approve,
        lambda *told: deciding.withdraw(export=told[0], by=told[1], at=told[2]),
    ):
        with pytest.raises(NotAllowed, match="can’t be done now"):
            again(export, second, at)
    assert steps() == ["asked", "refused"]


def test_whoever_asked_takes_it_back_until_it_is_fetched(built, clerk, second, at):
    export, _ = built
    with pytest.raises(NotAllowed):
        deciding.withdraw(export=export, by=second, at=at)
    deciding.withdraw(export=export, by=clerk, at=at)
    found = fresh(export)
    assert (found.state, found.__dict__["package"]) == (State.WITHDRAWN, None)


def test_a_name_says_nothing(asked):
    export, _ = asked
    assert str(export) == f"export {export.reference}"
    assert repr(wish()) == "<Wish>"
    assert {TITLE, READER} <= set(export.columns)
