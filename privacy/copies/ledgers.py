"""What left and for whom, who looked, and what was agreed to: ledgers in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Q, QuerySet

from privacy import declarations, purposes, recipients
from privacy.access import Access
from privacy.consent import Consent, What
from privacy.copies import wording
from privacy.disclosure import Disclosure
from privacy.encryption import keys
from privacy.encryption.keys import ValueErased
from privacy.people import Person
from privacy.purposes import Purpose

AGREED = "You agreed to it in writing"
BECAME = {"correct": "corrected", "clear": "erased in part", "erase": "erased"}


@dataclass(frozen=True)
class Sequel:
    """Who got something heard what became of it: what, since when, and their yes."""

    what: str
    at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True)
class Given:
    """Something left: what, for whom, what for, on what basis, and when.

    `fields` is empty where only word left that something was corrected or erased.
    `sequels` are what they were told of later.
    """

    fields: tuple[str, ...]
    recipient: str
    why: str
    basis: str
    at: datetime
    sequels: tuple[Sequel, ...] = ()


@dataclass(frozen=True)
class Look:
    """Somebody looked: who in the words of their role, at what, what for, and when.

    `reason` and `words` are what they gave as a reason, "" before there was one;
    `words` are theirs.
    """

    who: str
    saw: tuple[str, ...]
    why: str
    at: datetime
    reason: str = ""
    words: str = ""


@dataclass(frozen=True)
class Choice:
    """The person agreed to a sentence, and may have withdrawn it since."""

    sentence: str
    given_at: datetime
    withdrawn_at: datetime | None


def disclosures(person: Person) -> list[Given]:
    """Return everything that left for somebody else, newest first."""
    told = _told(person)
    return [_given(row, told) for row in _of(person).order_by("-at", "-id")]


def _of(person: Person) -> QuerySet[Disclosure]:
    """Return what left about somebody, also while nobody knew whose request it was."""
    theirs = Q(person=person) | Q(request__in=person.cases.values("pk"))
    return Disclosure.objects.filter(theirs)


def _given(row: Disclosure, told: Mapping[str, list[Sequel]]) -> Given:
    later = (each for each in told.get(row.recipient, ()) if each.at >= row.at)
    return Given(
        fields=_named(row.fields),
        recipient=_recipient(row.recipient),
        why=Purpose(row.purpose).words,
        basis=row.ground or AGREED,
        at=row.at,
        sequels=tuple(later) if row.fields else (),
    )


def _told(person: Person) -> Mapping[str, list[Sequel]]:
    """Return by recipient what it was told of corrections and erasures."""
    found: dict[str, list[Sequel]] = {}
    for case in person.cases.prefetch_related("notices").order_by("received_at"):
        for each in case.notices.all():
            sequel = Sequel(BECAME[case.kind], each.written_at, each.acknowledged_at)
            found.setdefault(each.recipient, []).append(sequel)
    return found


def receivers(person: Person) -> Mapping[str, tuple[str, ...]]:
    """Return by a field's name who has received it, by their names."""
    found: dict[str, dict[str, None]] = {}
    for row in _of(person).order_by("at", "id"):
        for name in row.fields:
            found.setdefault(name, {})[_recipient(row.recipient)] = None
    return {name: tuple(those) for name, those in found.items()}


def accesses(person: Person) -> list[Look]:
    """Return every look that somebody took, newest first."""
    theirs = Q(person=person)
    # Read before anybody knew whose request it was.
    theirs |= Q(holder_id__in=person.cases.values("pk"))
    rows = Access.objects.filter(theirs).order_by("-at", "-id")
    rows = rows.select_related("by").prefetch_related("by__groups")
    keys.prefetch(row.holder_id for row in rows)
    with purposes.using(Purpose.OWN_REQUEST, by=person):
        return [_look(row, person) for row in rows]


def _look(row: Access, person: Person) -> Look:
    return Look(
        who=_role(row.by, person),
        saw=_named(row.fields),
        why=Purpose(row.purpose).words,
        at=row.at,
        reason=row.get_reason_display(),
        words=_words(row),
    )


def _words(row: Access) -> str:
    try:
        return row.words or ""
    except ValueErased:
        return ""


def choices(person: Person) -> list[Choice]:
    """Return every consent, newest first, the withdrawn ones too."""
    rows = Consent.objects.filter(person=person).order_by("-given_at", "-id")
    return [_choice(row) for row in rows.prefetch_related("events")]


def _choice(row: Consent) -> Choice:
    gone = [each.at for each in row.events.all() if each.what == What.WITHDRAWN]
    return Choice(row.sentence, row.given_at, gone[0] if gone else None)


def _role(by: Person, person: Person) -> str:
    if by.pk == person.pk:
        return "You"
    names = sorted(group.name.replace("_", " ") for group in by.groups.all())
    return f"A member of staff ({', '.join(names)})" if names else "A member of staff"


def _recipient(key: str) -> str:
    try:
        return recipients.get(key).name
    except recipients.UnknownRecipient:
        # It was on the register when the row was written.
        return key


def _named(fields: Iterable[str]) -> tuple[str, ...]:
    """Return columns in words: "orders.Order.contact_name" or "contact_name"."""
    return tuple(dict.fromkeys(_what(field) for field in fields))


def _what(field: str) -> str:
    label, _, name = field.rpartition(".")
    for model in apps.get_models():
        said = declarations.of(model).personal
        if name in said and label in {"", model._meta.label}:
            return wording.named(model, name, said[name])
    return name.replace("_", " ").capitalize()
