"""Requests from somebody's address that nobody proved: they are erased as well.

Whoever asks a question proves nothing, so such a case names no person. Whoever has
their data erased has proved that the address is theirs.
"""

from __future__ import annotations

from privacy import purposes
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
    with purposes.using(Purpose.OWN_REQUEST):
        email = person.email
    if email is None:
        return 0
    taken_up = Case.objects.exclude(state=State.RECEIVED)
    bound: int = taken_up.filter(person=None, email=email).update(person=person)
    return bound
