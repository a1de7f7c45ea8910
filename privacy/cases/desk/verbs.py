"""What staff may do with a case: each act with its form, its right and its function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from privacy.cases import acting, deciding
from privacy.cases.case import Case, NotAllowed
from privacy.cases.desk import forms
from privacy.cases.states import Kind
from privacy.people import Person

REVIEW, APPROVE = "privacy.review_case", "privacy.approve_case"
EITHER = (REVIEW, APPROVE)
DECISIONS = frozenset({"review", "approve", "refuse"})
"""What wants a second factor that was shown just now."""
OWN = "This is your own request. Somebody else has to work on it."


@dataclass(frozen=True)
class Verb:
    """One act: which rights let somebody do it, what they type, what is called.

    `hint` says under its name what will happen, `done` what has happened.
    """

    form: type[forms.ActForm]
    does: Callable[..., object]
    hint: str
    done: str
    rights: tuple[str, ...] = (REVIEW,)

    def allowed_to(self, by: Person) -> bool:
        """Tell whether somebody has one of the rights."""
        return any(by.has_perm(right) for right in self.rights)


@dataclass(frozen=True)
class Offered:
    """An act on the page: its name in the address, its words, and its form."""

    name: str
    words: str
    hint: str
    form: forms.ActForm
    is_open: bool = False


VERBS = {
    "plan": Verb(
        forms.PlanForm,
        deciding.show_plan,
        "A trial run: it looks at everything and changes nothing.",
        "The plan is made. Read it before you decide.",
        EITHER,
    ),
    "review": Verb(
        forms.ReviewForm,
        deciding.review,
        "You are the first of two. Somebody else has to approve.",
        "You agreed to the plan. Now a second person has to approve it.",
    ),
    "approve": Verb(
        forms.ApproveForm,
        deciding.approve,
        "The plan above is frozen and carried out by the program.",
        "Approved. The program carries it out.",
        (APPROVE,),
    ),
    "refuse": Verb(
        forms.RefuseForm,
        deciding.refuse,
        "It needs a reason, the legal ground, and a sentence for the customer.",
        "Refused. The customer gets a letter with your reason.",
        EITHER,
    ),
    "ask": Verb(
        forms.AskForm,
        deciding.ask,
        "The clock stops only where the law says so.",
        "Your question is on its way to the customer.",
    ),
    "resume": Verb(
        forms.ResumeForm,
        deciding.resume,
        "The customer has answered, and the decision is yours again.",
        "The request is in review again.",
    ),
    "retry": Verb(
        forms.RetryForm,
        deciding.retry,
        "It stopped three times. The program goes on where it stopped.",
        "The program tries again.",
    ),
    "answer": Verb(
        forms.AnswerForm,
        deciding.answer,
        "For a question that asks for nothing to be done with data.",
        "Answered. The request is closed.",
    ),
    "turn": Verb(
        forms.TurnForm,
        deciding.turn_into,
        "For a question that is really a demand about somebody’s own data.",
        "It is treated as a demand now. The deadline stays as it was.",
    ),
    "close": Verb(
        forms.CloseForm,
        deciding.close_unanswered,
        "For spam, and for what asks for nothing. No letter goes out.",
        "Closed without an answer.",
    ),
    "duplicate": Verb(
        forms.DuplicateForm,
        deciding.close_as_duplicate,
        "The earlier request from the same address goes on.",
        "Closed as the same request as an earlier one.",
    ),
    "extend": Verb(
        forms.ExtendForm,
        deciding.extend,
        "Once, before the last day, where the law allows it.",
        "The deadline is later now. The customer gets a letter with your reason.",
    ),
}


def offered(case: Case, *, by: Person, at: datetime) -> list[Offered]:
    """Return what this member of staff may do now, with empty forms."""
    if case.person_id == by.pk:
        return []
    return [
        offer(case, act.name, words=act.words)
        for act in acting.acts(case, by)
        if VERBS[act.name].allowed_to(by) and not _too_late(case, act.name, at)
    ]


def offer(
    case: Case, name: str, *, words: str = "", form: forms.ActForm | None = None
) -> Offered:
    """Return one act as the page shows it; with a filled form it stands open."""
    verb = VERBS[name]
    return Offered(
        name=name,
        words=words or verb.form.button,
        hint=_hint(case, name),
        form=form or verb.form(case=case, name=name),
        is_open=form is not None,
    )


def with_failed(
    offers: list[Offered], case: Case, form: forms.ActForm
) -> list[Offered]:
    """Put a form that failed in its place, open; in front if the act went by."""
    filled = offer(case, form.name, form=form)
    if form.name not in [each.name for each in offers]:
        return [filled, *offers]
    return [
        replace(filled, words=each.words) if each.name == form.name else each
        for each in offers
    ]


def carry_out(
    name: str, *, case: Case, form: forms.ActForm, by: Person, at: datetime
) -> None:
    """Do what a filled form asks for. Raises NotAllowed in a plain sentence."""
    if case.person_id == by.pk:
        raise NotAllowed(OWN)
    VERBS[name].does(case=case, by=by, at=at, **form.asked())


def _too_late(case: Case, name: str, at: datetime) -> bool:
    return name == "extend" and timezone.localdate(at) > case.due_on


def _hint(case: Case, name: str) -> str:
    if name == "approve" and case.kind == Kind.ERASE:
        return (
            "It starts after the days of cooling off. Until then the customer can take"
            " it back; after that nobody can."
        )
    return VERBS[name].hint
