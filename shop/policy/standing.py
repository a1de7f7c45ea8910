"""How the program stands to what was published: does it do what the version says?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import dateformat, timezone

from shop.policy import writing
from shop.policy.comparing import Difference, difference
from shop.policy.notice import PolicyNotice
from shop.policy.text import Text, digest
from shop.policy.version import PolicyVersion


class State(StrEnum):
    """What the program says today, beside the version in force."""

    IN_STEP = "in step"
    AHEAD = "ahead"
    BEHIND = "behind"
    UNPUBLISHED = "unpublished"
    NOTHING = "nothing published"


@dataclass(frozen=True)
class Standing:
    """The version in force, one that is announced, and what the program says.

    `says` is the published version that the program's text is, if it is one.
    """

    program: Text
    in_force: PolicyVersion | None
    announced: PolicyVersion | None
    says: PolicyVersion | None

    @property
    def state(self) -> State:
        """Return how the program stands."""
        if self.in_force is None:
            return State.NOTHING
        if self.says is None:
            return State.UNPUBLISHED
        if self.says.sha256 == self.in_force.sha256:
            return State.IN_STEP
        later = self.says.number > self.in_force.number
        return State.AHEAD if later else State.BEHIND

    @property
    def is_in_step(self) -> bool:
        """Tell whether the program does what binds the shop."""
        return self.state is State.IN_STEP

    @property
    def shown(self) -> Text:
        """Return the text that binds: the version's, or the program's before any."""
        return self.in_force.text if self.in_force else self.program

    @property
    def differs(self) -> Difference:
        """Return what the program says beside the version in force."""
        return difference(self.shown, self.program)

    @property
    def words(self) -> str:
        """Return in a sentence how it stands, for the page and for whoever runs it."""
        return _WORDS[self.state].format(
            number=self.in_force.number if self.in_force else 0,
            says=self.says.number if self.says else 0,
            day=day(self.says.in_force_from) if self.says else "",
        )


_WORDS = {
    State.IN_STEP: "The program does what version {number} says.",
    State.AHEAD: (
        "The program already does what version {says} says, which is in force from "
        "{day}. Until then version {number} binds us."
    ),
    State.BEHIND: (
        "The program still does what version {says} says. Version {number} binds us."
    ),
    State.UNPUBLISHED: (
        "The program has changed since version {number} was published, and does "
        "something else now. Until a new version is published, version {number} "
        "binds us."
    ),
    State.NOTHING: "Nothing is published yet: this is what the program says.",
}


def standing(*, at: datetime) -> Standing:
    """Return how the program stands at `at`."""
    versions, program = PolicyVersion.objects.all(), writing.written()
    in_force, newest = versions.in_force(at=at), versions.newest()
    is_later = newest and in_force and newest.number > in_force.number
    alike = versions.filter(sha256=digest(program)).order_by("-number")
    return Standing(
        program=program,
        in_force=in_force,
        announced=newest if is_later else None,
        says=_best(list(alike), in_force),
    )


def not_told(*, at: datetime) -> int:
    """Return how many people have not been told of a version that is in force."""
    begun = PolicyNotice.objects.waiting().filter(version__in_force_from__lte=at)
    return begun.count()


def day(moment: datetime) -> str:
    """Return a moment as its day where the shop is: 22 December 2026."""
    return dateformat.format(timezone.localtime(moment), "j F Y")


def _best(
    alike: list[PolicyVersion], in_force: PolicyVersion | None
) -> PolicyVersion | None:
    """Return the version in force if it is one of those, else the newest."""
    if in_force in alike:
        return in_force
    return alike[0] if alike else None
