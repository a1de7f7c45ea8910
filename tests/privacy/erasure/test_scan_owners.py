"""Whose row holds a digest or a value: the erased person's, another's, or nobody's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orders.models import Order
from privacy import purposes
from privacy.cases import closing, unproved
from privacy.cases.case import Case, Demand
from privacy.encryption import blind, keys
from privacy.erasure import plans, running, strays
from privacy.people import Person
from privacy.purposes import Purpose
from shop.checkout.models import Draft, Typed
from tests.privacy.erasure.looking import (
    EMAIL,
    NAME,
    a_case,
    execute,
    found,
    other_order,
)

ORDERS = "orders.Order.contact_email_index"


def put_back(order, email=EMAIL):
    """Write the digest of an address into an order, past all that would clear it."""
    digest = blind.digest("orders.order.contact_email", email)
    execute(
        f"UPDATE {Order._meta.db_table} SET contact_email_index = %s WHERE number = %s",
        digest,
        order.number,
    )


def test_an_index_that_came_back_into_the_persons_own_row_is_found(erased, maya, at):
    put_back(Order.objects.filter(person=maya).first())
    assert found(erased, at)[ORDERS] == 1


def test_the_same_address_in_somebody_elses_order_is_theirs(erased, buys, at):
    order = other_order(buys)
    put_back(order)
    assert found(erased, at) == {}


def test_a_row_of_somebody_who_is_being_erased_as_well_counts(erased, buys, at):
    order = other_order(buys)
    put_back(order)
    Person.objects.filter(pk=order.person_id).update(erasing_since=at, is_active=False)
    assert found(erased, at)[ORDERS] == 1


def test_two_people_who_share_an_address_are_erased_one_after_the_other(buys, at):
    """Two accounts, and an order of each with one e-mail address to write to."""
    both = [buys(f"{each}@example.net", f"{each.title()} Vane") for each in "pq"]
    for order in both:
        with purposes.using(Purpose.OWN_REQUEST):
            order.contact_email = "household@example.net"
            order.save()
    first, second = both
    run = running.begin(first.person_id, plans.made(first.person_id, at=at), at=at)
    running.carry_out(run, at=at)
    assert found(run, at) == {}
    second.refresh_from_db()
    assert second.contact_email_index is not None
    put_back(first, "household@example.net")
    assert found(run, at)[ORDERS] == 1


def test_a_digest_in_a_row_that_names_nobody_is_found(maya, at):
    a_case(maya, at, email=EMAIL, state="in_review")
    run = running.begin(maya.pk, plans.made(maya.pk, at=at), at=at)
    running.carry_out(run, at=at)
    assert found(run, at) == {}
    Case.objects.filter(person=maya).update(person=None)
    digest = blind.digest("privacy.case.email", EMAIL)
    execute(f"UPDATE {Case._meta.db_table} SET email_index = %s", digest)
    assert found(run, at)["privacy.Case.email_index"] == 1


def test_a_draft_is_sealed_with_a_key_of_its_own_and_says_nothing(erased, at):
    draft = Draft(typed=Typed(EMAIL, NAME), expires_at=at + timedelta(hours=1))
    keys.create(draft.pk, at=at)
    draft.save()
    assert found(erased, at) == {}


@pytest.mark.parametrize("column", ["typed", "shown"])
def test_a_draft_that_holds_a_value_in_clear_is_found(erased, at, column):
    draft = Draft(typed=Typed("x@example.net", "X"), expires_at=at)
    keys.create(draft.pk, at=at)
    draft.save()
    plain = NAME.encode() if column == "typed" else f'{{"for": "{NAME}"}}'
    execute(f"UPDATE {Draft._meta.db_table} SET {column} = %s", plain)
    assert found(erased, at) == {f"shop.Draft.{column}": 1}


@pytest.fixture
def asked(at, case_of):
    """Give a function making a case that nobody proved, from Maya's address."""

    def made(**more):
        case = case_of(None, kind="question", **more)
        assert case.person_id is None
        return case

    return made


def erased_with(maya, at):
    run = running.begin(maya.pk, plans.made(maya.pk, at=at), at=at)
    running.carry_out(run, at=at)
    return run


def test_a_question_from_the_address_of_somebody_erased_goes_as_well(maya, asked, at):
    question = asked(state="in_review")
    run = erased_with(maya, at)
    question.refresh_from_db()
    assert (question.email_index, question.person_id) == (None, maya.pk)
    assert question.__dict__["demand"] is None
    assert found(run, at) == {}


def test_a_question_that_arrives_meanwhile_goes_as_well(maya, asked, at, monkeypatch):
    include, late = strays.include, []

    def then_one_comes(person):
        include(person)
        if not late:
            late.append(asked(state="in_review"))

    monkeypatch.setattr(strays, "include", then_one_comes)
    run = erased_with(maya, at)
    late[0].refresh_from_db()
    assert late[0].email_index is None
    assert found(run, at) == {}


def test_what_others_asked_stays(maya, asked, at):
    question = asked(state="in_review")
    question.email, question.demand = (
        "bob@example.net",
        Demand(words="Do you sell ink?"),
    )
    question.save()
    new = asked(state="received")
    erased_with(maya, at)
    for case in (question, new):
        case.refresh_from_db()
        assert (case.person_id, case.email_index is None) == (None, False)


def test_open_cases_of_the_address_end_with_the_erasure(maya, asked, case_of, at):
    case = case_of(maya, state="checking")
    waits = asked(state="received")
    closing._end_others(case, at)
    waits.refresh_from_db()
    assert (waits.state, waits.person_id) == ("withdrawn", maya.pk)
    nobody = case_of(maya, state="checking")
    Case.objects.filter(pk=nobody.pk).update(email=None)
    nobody.refresh_from_db()
    other = asked(state="received")
    closing._end_others(nobody, at)
    other.refresh_from_db()
    assert other.state == "received"


def test_nothing_is_bound_to_somebody_without_an_address(maya, asked, at):
    Person.objects.filter(pk=maya.pk).update(email=None)
    asked(state="in_review")
    assert unproved.bind(Person.objects.get(pk=maya.pk)) == 0
