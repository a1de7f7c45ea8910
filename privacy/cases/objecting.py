"""Objecting: every consent goes at once, and words of the customer's own get an answer.

An objection can be against a use that never had a consent (GDPR Art. 21): a program
can't weigh that, so a person reads it.
"""

from __future__ import annotations

from datetime import datetime

from privacy import consent, purposes
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind
from privacy.consent import Means
from privacy.people import Person
from privacy.purposes import Purpose


def wants_an_answer(case: Case) -> bool:
    """Tell whether somebody objects in words of their own, which a person reads."""
    if case.kind != Kind.OBJECT:
        return False
    with purposes.using(Purpose.OWN_REQUEST):
        demand: Demand | None = case.demand
    return demand is not None and bool(demand.words)


def withdraw_consents(*, person: Person, at: datetime) -> None:
    """Withdraw all that the person ever agreed to. Done twice, it changes nothing."""
    consent.withdraw_all(person=person, at=at, means=Means.REQUEST)
