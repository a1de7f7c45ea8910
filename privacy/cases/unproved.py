"""Requests from somebody's address that nobody proved: they are erased as well.

Whoever asks a question proves nothing, so such a case names no person. Whoever has
their data erased has proved that the address is theirs.
"""

from __future__ import annotations

from privacy import people, purposes
from privacy.cases.case import Case
from privacy.cases.states import State
from privacy.erasure import strays
from privacy.people import Person
from privacy.purposes import Purpose


@strays.register
def bind(person: Person) -> int:
    """Say of such cases that they are this person's; return how many there were.

    Demands that still wait for a proof are among them. The worker has to have taken a
    case up: one that is somebody's before that counts as proved by a sign-in.
    """
    nobodys = Case.objects.exclude(state=State.RECEIVED).filter(person=None)
    return sum(
        nobodys.filter(email=email).update(person=person)
        for email in _addresses(person)
    )


def _addresses(person: Person) -> set[str]:
    """Their address, and those that they proved before, unless another has it now."""
    proven = Case.objects.filter(person=person, identity_proven_at__isnull=False)
    with purposes.using(Purpose.OWN_REQUEST):
        known = {case.email for case in proven.exclude(email_index=None)}
        known |= {person.email}
    return {
        email for email in known if email and people.find(email=email) in (None, person)
    }
