"""A worker that is killed before any of its commits: the next ends the same way."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from privacy import consent, disclosure, purposes
from privacy.cases import (
    carrying_out,
    closing,
    deciding,
    filing,
    planning,
    taking_up,
    telling_others,
)
from privacy.cases.case import Case, Demand
from privacy.cases.notice import Notice
from privacy.cases.states import CHANGES_DATA, Kind, State
from privacy.copies.package import Copy
from privacy.encryption import keys
from privacy.erasure.run import Run
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.vault.models import LedgerEntry
from tests import emptying
from tests.diary.models import Page
from tests.privacy import dying
from tests.privacy.cases.conftest import letters_of

LEAST, MOST = 5, 200
DEMANDS = {
    Kind.SEE: Demand(),
    Kind.COPY: Demand(),
    Kind.OBJECT: Demand(),
    Kind.CORRECT: Demand(fields=("privacy.Person.name",), values=("New Name",)),
    Kind.CLEAR: Demand(before="2026-11-01", seen=True),
    Kind.ERASE: Demand(),
}
pytestmark = pytest.mark.django_db(transaction=True)


def approved(kind, at):
    """Return the approved case of somebody new, ready for the worker."""
    address = "somebody@example.net"
    person = Person.objects.create_user(address, name="Old Name")
    Page.objects.create(writer=person, title="Old", written_at=at - timedelta(days=90))
    Page.objects.create(writer=person, title="New", written_at=at)
    words = consent.sentence(consent.recipient_of("carrier"))
    given = consent.give(person=person, recipient="carrier", sentence=words, at=at)
    disclosure.disclose(
        person=person,
        recipient="carrier",
        fields=["contact_name"],
        purpose=Purpose.DELIVERY,
        consent=given,
        at=at,
        by=None,
    )
    case = filing.file(
        kind=kind,
        email=address,
        demand=DEMANDS[kind],
        country="GB",
        at=at,
        person=person,
    )
    taking_up.take_up(case=case, at=at)
    case.refresh_from_db()
    if case.state == State.IN_REVIEW:
        staff = [Person.objects.create_user(f"{who}@example.net") for who in "ab"]
        digest = planning.digest(deciding.show_plan(case=case, by=staff[0], at=at))
        if kind == Kind.ERASE:
            deciding.review(case=case, shown=digest, by=staff[0], at=at)
        deciding.approve(case=case, shown=digest, by=staff[1], at=at)
    return Case.objects.get(pk=case.pk), person


def work(case, at):
    """Do what the tasks do."""
    case = Case.objects.get(pk=case.pk)
    if case.state == State.RECEIVED:
        taking_up.take_up(case=case, at=at)
    carrying_out.advance(case=case, at=at)
    for notice in Notice.objects.filter(case=case, acknowledged_at=None):
        telling_others.acknowledge(notice=notice, by=None, at=at)
    carrying_out.check_all(at=at)
    closing.tidy(at=at)


@pytest.mark.parametrize("kind", DEMANDS)
def test_a_worker_killed_before_any_commit_leaves_nothing_undone_and_nothing_twice(
    kind, at, drain
):
    case, person = approved(kind, at)
    world, end = emptying.rows_of_all(), at + timedelta(hours=80)
    for number in dying.moments(MOST):
        drain()
        emptying.go_back_to(world)
        keys.forget_held()
        lived = dying.killed_at(number, partial(work, case, end))
        # The lease of the dead worker is over; the next one finds the rows.
        for minutes in (11, 22, 33):
            work(case, end + timedelta(minutes=minutes))
        everything_is_done_once(Case.objects.get(pk=case.pk), person)
        if lived:
            assert number >= LEAST
            return
    pytest.fail("The worker never came to the end.")


def everything_is_done_once(case, person):
    assert case.state in (State.FULFILLED, State.FULFILLED_WITH_RETENTION), case.state
    whats = [event.what for event in case.events.all()]
    assert whats.count("fulfilled") == whats.count("begun") == 1
    written = [template for template, _ in letters_of(case)]
    assert len(written) == len(set(written)), written
    assert case.claimed_at is None
    assert case.notices.count() == (case.kind in CHANGES_DATA)
    CHECKS.get(case.kind, lambda *known: None)(case, person)


def erased(case, person):
    person.refresh_from_db()
    assert person.erased_at is not None
    assert not person.email_index
    assert case.certificate is not None
    entries = LedgerEntry.objects.filter(subject=person.pk)
    assert [entry.finished_at is not None for entry in entries] == [True]
    assert Run.objects.get(case=case).stage == Run.Stage.DONE
    assert set(Page.objects.filter(writer=person).values_list("title_index")) <= {
        (None,)
    }


def cleared(case, person):
    with purposes.using(Purpose.OWN_REQUEST):
        titles = {page.title for page in Page.objects.filter(writer=person)}
    assert "New" in titles
    assert "Old" not in titles
    assert case.certificate is not None


def corrected(case, person):
    with purposes.using(Purpose.OWN_REQUEST):
        assert Person.objects.get(pk=person.pk).name == "New Name"


def copied(case, person):
    assert Copy.objects.get(case=case).built_at is not None


CHECKS = {
    Kind.ERASE: erased,
    Kind.CLEAR: cleared,
    Kind.CORRECT: corrected,
    Kind.COPY: copied,
}
