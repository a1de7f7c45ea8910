"""The ladder of proof on the page of a case: at first, and again in another browser."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django import forms
from django.http import HttpRequest

from privacy.cases import identity, reopening
from privacy.cases.case import Case
from privacy.cases.challenge import Challenge
from privacy.cases.states import State
from shop.contact import proof
from shop.contact.case_forms import CodeForm, FactsForm


@dataclass(frozen=True)
class Turn:
    """What is asked of the customer now: a step, or whether to send a fresh code.

    `step` is None as long as no code was sent. `again` says that identity was proved
    before, and this only opens what it opened; `ends` is until when it can.
    """

    step: identity.StepWords | None
    form: forms.Form | None
    is_over: bool = False
    again: bool = False
    ends: datetime | None = None

    @property
    def words(self) -> str:
        """What to do."""
        return self.step.words if self.step else "Open it here with a new code"

    @property
    def asks_facts(self) -> bool:
        """Whether facts of an order are asked for, and not a code."""
        return self.step is not None and self.step.rung == Challenge.Rung.FACTS


def turn(
    request: HttpRequest, case: Case, *, sent: forms.Form | None, at: datetime
) -> Turn | None:
    """Return what is asked now in this browser; None where nothing is.

    `sent` is a form that came back and did not pass.
    """
    first = next((each for each in identity.steps(case) if each.is_next), None)
    if first is not None:
        return _turn(first, sent, at)
    if proof.holds(request, case, at=at) or not reopening.can_be(case, at=at):
        return None
    coded = proof.has_code(request, case, at=at)
    step = reopening.step(case, coded=coded, at=at)
    asked = _turn(step, sent, at) if step else Turn(None, None)
    return replace(asked, again=True, ends=reopening.until(case))


def take_code(request: HttpRequest, case: Case, *, code: str, at: datetime) -> None:
    """Take the code of our letter; what it proves, it proves in this browser."""
    if not _is_first(case):
        whole = reopening.check_code(case=case, code=code, at=at)
        _note(request, case, whole=whole, at=at)
        return
    counts = _counts_here(request, case, at)
    identity.check_code(case=case, code=code, at=at)
    case.refresh_from_db()
    if counts and not case.is_closed:
        _note(request, case, whole=identity.is_proven(case, at=at), at=at)


def take_facts(
    request: HttpRequest, case: Case, *, number: str, said: str, at: datetime
) -> None:
    """Take facts of an order; they open something only where the code was typed too."""
    coded = proof.has_code(request, case, at=at)
    if _is_first(case):
        identity.check_facts(case=case, number=number, said=said, at=at)
        case.refresh_from_db()
    elif coded:
        reopening.check_facts(case=case, number=number, said=said, at=at)
    else:
        raise identity.CodeOver("Enter the code from our letter first.")
    if coded:
        _note(request, case, whole=case.identity_proven_at is not None, at=at)


def send_code(*, case: Case, at: datetime) -> None:
    """Send a code: the next of the first proof, or a fresh one to open it again."""
    if _is_first(case):
        identity.send_code(case=case, at=at)
    else:
        reopening.send_code(case=case, at=at)


def _note(request: HttpRequest, case: Case, *, whole: bool, at: datetime) -> None:
    if whole:
        proof.remember(request, case, at=at)
    else:
        proof.note_code(request, case, at=at)


def _counts_here(request: HttpRequest, case: Case, at: datetime) -> bool:
    """Whether a code proves who sits here.

    One to a new address does so only where that to the address on record was typed.
    """
    is_new = any(
        each.rung == Challenge.Rung.NEW and each.is_next
        for each in identity.steps(case)
    )
    return not is_new or proof.has_code(request, case, at=at)


def _is_first(case: Case) -> bool:
    """Whether identity was not proved yet, or nobody asks for it."""
    return case.identity_proven_at is None or case.state == State.AWAITING_IDENTITY


def _turn(step: identity.StepWords, sent: forms.Form | None, at: datetime) -> Turn:
    """The form for a step; the one that was sent, if it is for that step."""
    right = FactsForm if step.rung == Challenge.Rung.FACTS else CodeForm
    over = step.until is not None and step.until <= at
    return Turn(step, sent if isinstance(sent, right) else right(), is_over=over)
