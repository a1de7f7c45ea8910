"""Everything that is held about one person, read from what the models declare.

One query for each model that has rows of theirs. The page and the copy both show
what comes from here, so neither can leave out a column that the other has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import ForeignKey, Model
from django.utils import timezone

from privacy import declarations, masking, presence, purposes
from privacy.copies import finding, ledgers, wording
from privacy.copies.ledgers import accesses as accesses
from privacy.copies.ledgers import choices as choices
from privacy.copies.ledgers import disclosures as disclosures
from privacy.declarations import Declaration, Keep, Personal
from privacy.encryption.keys import ValueErased
from privacy.people import Person
from privacy.purposes import Purpose, PurposeRefused
from privacy.retention import dates, holding
from privacy.retention.hold import LegalHold

SHOWN, WITHHELD, ERASED = "shown", "withheld", "erased"

NOT_HELD = (
    "card numbers",
    "a phone number",
    "a date of birth",
    "documents or pictures of you",
    "where you are",
    "what you look at",
    "advertising numbers",
    "anything bought from somebody else",
)


@dataclass(frozen=True, repr=False)
class Value:
    """One value: what it is, in words and as JSON, and all that law asks to tell.

    Arguments:
        label: its column, such as "orders.Order.contact_name".
        what: its name for the person.
        state: SHOWN, WITHHELD (held and never shown: secrets, digests) or ERASED.
        lines: the value in words, line by line; what stands for it if not shown.
        data: the value for JSON; None unless shown.
        until: the day on which it goes; None while that day isn't known.
        until_words: the rule behind that day.
        kept: the law that keeps it when everything else is erased, and
        kept_until: until when; "" and None for what erasing takes.
        disclosed_to: who has received it.
        held_until: the last day on which a legal hold keeps it longer, if one does.
    """

    label: str
    what: str
    state: str
    lines: tuple[str, ...]
    data: Any
    why: str
    where_from: str
    until: date | None
    until_words: str
    kept: str
    kept_until: date | None
    disclosed_to: tuple[str, ...]
    held_until: date | None = None

    def __repr__(self) -> str:
        return f"<Value of {self.label}>"

    @property
    def words(self) -> str:
        """Return the value on one line."""
        return ", ".join(self.lines)

    @property
    def name(self) -> str:
        """Return the field's name."""
        return self.label.rpartition(".")[2]


@dataclass(frozen=True, repr=False)
class Row:
    """One row: its id, what it is called, and the row that it is a part of."""

    id: UUID | int | str
    title: str
    part_of: UUID | None
    values: tuple[Value, ...]

    def __repr__(self) -> str:
        return f"<Row {self.id}>"

    def data(self, name: str) -> Any:
        """Return what JSON has of one field; None unless it is there and shown."""
        return next((each.data for each in self.values if each.name == name), None)


@dataclass(frozen=True, repr=False)
class Group:
    """All rows of one model: its label, and its heading."""

    label: str
    about: str
    rows: tuple[Row, ...]

    def __repr__(self) -> str:
        return f"<Group {self.label}>"


def held(person: Person, at: datetime) -> list[Group]:
    """Return every personal value of the person, group by group, as of `at`.

    It opens them as their own request. Groups without rows are left out.
    """
    return [group for group in gathered(person, at) if group.rows]


def gathered(person: Person, at: datetime) -> Iterator[Group]:
    """Return a group for each of models(), one by one, so that progress can be told."""
    given = ledgers.receivers(person)
    holds = holding.standing(person.pk, on=timezone.localdate(at))
    their_keys = [person.pk, *_keys_of_rows(person)]
    there = presence.with_rows(models(), person.pk, their_keys)
    for model in models():
        with purposes.using(Purpose.OWN_REQUEST, by=person):
            found = finding.about(model, person, their_keys) if model in there else ()
            rows = [_row(each, given, holds) for each in found]
        told = tuple(row for row in rows if row.values)
        yield Group(model._meta.label, heading(model), told)


def models() -> list[type[Model]]:
    """Return the models with personal values that know whose they are."""
    found = [model for model in apps.get_models() if _is_linked(model)]
    return sorted(found, key=_place)


def unlinked() -> list[str]:
    """Return the headings of what names nobody, so that it can't be looked up."""
    return [
        heading(model)
        for model in apps.get_models()
        if declarations.of(model).personal and not _is_linked(model)
    ]


def counted(groups: Iterable[Group]) -> int:
    """Return how many values are held."""
    return sum(
        value.state != ERASED
        for group in groups
        for row in group.rows
        for value in row.values
    )


def heading(model: type[Model]) -> str:
    """Return the heading of a model's rows."""
    named = str(model._meta.verbose_name_plural)
    return declarations.of(model).about or named[:1].upper() + named[1:]


def _is_linked(model: type[Model]) -> bool:
    said = declarations.of(model)
    own = said.owner == model._meta.pk.attname and model is not get_user_model()
    return bool(said.personal) and said.owner is not None and not own


def _place(model: type[Model]) -> tuple[bool, bool]:
    # The person, then what they did, then what was written about it.
    ground_floor = model._meta.app_label == Person._meta.app_label
    return model is not get_user_model(), ground_floor


def _has_key_of_its_own(model: type[Model]) -> bool:
    said = declarations.of(model)
    return said.subject == model._meta.pk.attname and said.owner != said.subject


def _keys_of_rows(person: Person) -> list[UUID]:
    """Return the ids of rows about the person that have a key of their own."""
    return presence.ids_of(filter(_has_key_of_its_own, models()), person.pk)


def _row(
    row: Model, given: Mapping[str, tuple[str, ...]], holds: Sequence[LegalHold]
) -> Row:
    said = declarations.of(type(row))
    values = (_value(row, name, said, given, holds) for name in said.personal)
    return Row(
        id=row.pk,
        title=wording.title(row),
        part_of=_whole(row),
        values=tuple(filter(None, values)),
    )


def _whole(row: Model) -> UUID | None:
    """Return the id of the row that this one is a part of: an order's, a case's."""
    for field in row._meta.concrete_fields:
        if isinstance(field, ForeignKey) and _can_be_whole(field, row):
            whole: UUID | None = getattr(row, field.attname)
            return whole
    return None


def _can_be_whole(field: Any, row: Model) -> bool:
    to = field.related_model
    return _is_linked(to) and to not in {get_user_model(), type(row)}


def _value(
    row: Model,
    name: str,
    said: Declaration,
    given: Mapping[str, tuple[str, ...]],
    holds: Sequence[LegalHold],
) -> Value | None:
    """Return one value with all that is told of it; None where nothing is held."""
    entry = said.personal[name]
    state, lines, data = _read(row, name, entry)
    if not lines:
        return None
    received = given.get(name, ()) if entry.recipients else ()
    until = dates.ends_on(row, name)
    return Value(
        label=f"{row._meta.label}.{name}",
        what=wording.named(type(row), name, entry),
        state=state,
        lines=lines,
        data=data,
        why=entry.why,
        where_from=wording.origin(row, name, entry),
        until=until,
        until_words=entry.retention.words,
        kept=entry.erasure.ground if isinstance(entry.erasure, Keep) else "",
        kept_until=_kept_until(row, entry),
        disclosed_to=received,
        held_until=dates.held_until(row, holds, ends=until),
    )


def _read(row: Model, name: str, entry: Personal) -> tuple[str, tuple[str, ...], Any]:
    field: Any = row._meta.get_field(name)
    if row.__dict__[field.attname] in (None, "") or _is_no_password(row, name):
        return SHOWN, (), None
    instead = wording.withheld(f"{row._meta.label}.{name}", entry)
    if instead:
        return WITHHELD, (instead,), None
    try:
        value = getattr(row, field.attname)
    except ValueErased:
        return ERASED, (masking.ERASED,), None
    except PurposeRefused:
        return WITHHELD, (wording.NOT_SHOWN,), None
    return SHOWN, wording.lines(row, name, value), wording.data(row, name, value)


def _is_no_password(row: Model, name: str) -> bool:
    # A guest's row holds a mark there that no password fits.
    return isinstance(row, Person) and name == "password" and not row.has_account


def _kept_until(row: Model, entry: Personal) -> date | None:
    """Return the day until which a law keeps a value, None where none does."""
    start = getattr(row, entry.retention.after)
    if start is None or not isinstance(entry.erasure, Keep):
        return None
    day = timezone.localdate(start) if isinstance(start, datetime) else start
    return declarations.months_later(day, entry.erasure.months)
