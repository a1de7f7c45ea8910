"""The only door for mail: it asks what for, to whom, and until when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model

from privacy.encryption.sealed import SealedModel
from privacy.letters.composing import composed
from privacy.letters.models import Letter
from privacy.letters.tasks import send
from privacy.nudging import nudge
from privacy.purposes import Purpose

if TYPE_CHECKING:
    from privacy.people import Person


class NotRegistered(Exception):
    """The template is not registered, or not for this purpose."""


class RegisteredTwice(Exception):
    """The template is registered for another purpose, or by somebody else, already."""


_ONE_ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")


@dataclass(frozen=True)
class Registered:
    """A template that may be sent: what for, and how many days its letters stay."""

    template: str
    purpose: Purpose
    keep_days: int


_registered: dict[str, Registered] = {}


def register(template: str, *, purpose: Purpose, keep_days: int) -> None:
    """Allow letters from templates/letters/<template>.{subject.txt,txt,html}.

    Raises RegisteredTwice when that was said before, and differently.
    """
    said = Registered(template, Purpose(purpose), keep_days)
    if _registered.setdefault(template, said) != said:
        raise RegisteredTwice(f"{template} is registered already.")


def registered() -> Mapping[str, Registered]:
    """Return every template that may be sent, by name."""
    return dict(_registered)


def write(
    *,
    template: str,
    purpose: Purpose,
    person: Person | None = None,
    case: SealedModel | None = None,
    context: Mapping[str, Any],
    at: datetime,
    to: str | None = None,
) -> Letter:
    """Render a letter to `person`, seal its text, queue it and nudge the worker.

    It goes to the address that the person has when it is sent. A letter about a
    `case` goes to the address from which it was filed, is sealed with the case's key
    and so outlives the person's. `to` is another address of the same person: the one
    before, or a new one that is to be proved.

    Nothing here takes a list: many people are many calls, and each is counted.
    Raises NotRegistered when the template is unknown or registered under another
    purpose, ValueError unless one of person and case is given, TypeError for anything
    that is not one person, one case or one address, and NotOurs for a letter that
    fetches something or leads elsewhere.
    """
    _require_one(person, case, to)
    holder, known = _holder(person, case), _known(template, purpose)
    letter: Letter = Letter.objects.create(
        holder_id=holder,
        person=person,
        case_id=case.pk if case else None,
        to_address=to,
        purpose=purpose,
        template=template,
        content=composed(template, context),
        queued_at=at,
        next_try_at=at,
        delete_on=at.date() + timedelta(days=known.keep_days),
    )
    nudge(send, str(letter.pk))
    return letter


def _known(template: str, purpose: Purpose) -> Registered:
    known = _registered.get(template)
    if known is None or known.purpose != purpose:
        raise NotRegistered(f"{template} is not registered for {purpose}.")
    return known


def _holder(person: Person | None, case: SealedModel | None) -> UUID:
    whose = [each.pk for each in (person, case) if each is not None]
    if len(whose) != 1:
        raise ValueError("A letter goes to one person, or answers one case.")
    found: UUID = whose[0]
    return found


def _require_one(person: Any, case: Any, to: Any) -> None:
    """Refuse all that could be more than one recipient, whatever its type promises."""
    one_person = person is None or isinstance(person, get_user_model())
    one_case = case is None or isinstance(case, SealedModel)
    one_address = to is None or (isinstance(to, str) and _ONE_ADDRESS.fullmatch(to))
    if not (one_person and one_case and one_address):
        raise TypeError("A letter has one recipient.")
