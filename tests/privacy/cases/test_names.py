"""What a case and its rows are called in logs and errors: numbers, and nobody."""

from __future__ import annotations

from privacy.cases.case import Demand
from privacy.cases.states import Kind
from privacy.erasure import plans, running
from privacy.erasure.run import Needles, Step
from tests.privacy.cases.conftest import code_for

ALICE = "alice@example.net"


def test_no_part_of_a_demand_is_in_its_name():
    demand = Demand(words="I moved", fields=("a.B.c",), values=("9 Quayside Row",))
    assert repr(demand) == str(demand) == f"{demand}" == "<Demand>"


def test_a_challenge_is_named_by_its_number_and_not_by_its_code(alice, filed):
    case = filed(Kind.CLEAR, words="I moved")
    (challenge,) = case.challenges.all()
    for name in (str(challenge), repr(challenge)):
        assert str(challenge.pk) in name
        assert code_for(case) not in name
        assert challenge.code_digest not in name


def test_a_run_and_its_steps_are_named_by_numbers(alice, at):
    run = running.begin(alice.pk, plans.made(alice.pk, at=at), at=at)
    step = Step.objects.filter(run=run).first()
    assert (str(run), str(step)) == (f"run {run.pk}", f"step 1 of run {run.pk}")
    assert ALICE not in repr(Needles(values=(ALICE,)))
