"""Choosing a part of what is held: page by page, then what goes and what stays.

Works without a script: what was ticked on one page goes along to the next in the form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from privacy.cases import planning
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind
from privacy.copies import gathering
from privacy.erasure import plans
from privacy.people import Person
from shop.browsers import BrowserSession
from shop.contact import showing
from shop.your_data import holdings
from shop.your_data.forms import Offer, PartForm

NEVER_A_PART = frozenset(
    {Person._meta.label, Case._meta.label, BrowserSession._meta.label}
)
"""The person goes with everything; requests and browsers on their own date."""


@dataclass(frozen=True, repr=False)
class Choice:
    """Who chooses, where, and what becomes of it.

    `template` shows it, with the words in `context`; `send` takes the demand; `case`
    is the one for which it is chosen, which itself is not counted.
    """

    person: Person
    at: datetime
    template: str
    context: dict[str, Any]
    send: Callable[[Demand], HttpResponse]
    before: str = ""
    case: UUID | None = None


def answer(request: HttpRequest, choice: Choice) -> HttpResponse:
    """Show what can be chosen, then what that does; sent, pass the demand on."""
    sent = request.POST if request.method == "POST" else None
    form = PartForm(
        sent,
        offered=offered(choice.person, choice.at),
        today=timezone.localdate(choice.at),
        initial={"before": choice.before},
    )
    if form.moves or not form.is_valid():
        return _render(request, choice, form)
    demand = form.demand()
    if "send" in request.POST:
        return choice.send(demand)
    scope = planning.scope(demand, Kind.CLEAR)
    plan = plans.made(choice.person.pk, scope=scope, case=choice.case, at=choice.at)
    fates = showing.fates(plan.as_json())
    return _render(request, choice, form, plan=plan, fates=fates)


def offered(person: Person, at: datetime) -> list[Offer]:
    """Return every record that can go alone, by kind and newest first."""
    groups = gathering.held(person, at)
    return [
        Offer(f"{section.label}:{record.row.id}", record.title, section.about)
        for section in holdings.sections(groups, every=True)
        if section.label not in NEVER_A_PART
        for record in section.records
    ]


def _render(
    request: HttpRequest, choice: Choice, form: PartForm, **more: Any
) -> HttpResponse:
    context = {"form": form, **choice.context, **more}
    return render(request, choice.template, context)
