"""Needles: which values to look for once somebody is erased, and where each counts.

Some tell of one person wherever they stand: e-mail addresses, full names, address lines
with a number, secrets of links, codes, digests. A town or a first name does not: other
people have it too, and it counts only in rows that are tied to the person.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps

from privacy import declarations, purposes
from privacy.encryption import columns
from privacy.encryption.columns import Table
from privacy.encryption.envelope import Unreadable
from privacy.encryption.keys import ValueErased
from privacy.erasure import owned, unfolding
from privacy.erasure.owned import Scope
from privacy.erasure.run import Needles
from privacy.purposes import Purpose

SHORTEST = 4
SHORTEST_ANYWHERE = 6
LINE, SENTENCE = 8, 20
LONGEST = 200
WORDS_OF_A_LONG_TEXT = 8
# They repeat at length what other rows hold, among many words of ours.
REPEATS = frozenset({"privacy.Letter", "privacy.Copy", "privacy.Run"})
_NUMBERS_AND_MOMENTS = re.compile(r"[\d.,:+\s-]+|\d{4}-\d\d-\d\dT[\d:.+Z-]*")


@dataclasses.dataclass
class _Found:
    """What the rows of a person held: (text, category) and digests."""

    texts: set[tuple[str, str]] = dataclasses.field(default_factory=set)
    digests: set[str] = dataclasses.field(default_factory=set)


def of(
    person_id: UUID, *, scope: Scope | None = None, spared: Collection[UUID] = ()
) -> Needles:
    """Return what must not be found once a person, or a part of them, is erased.

    What stays with them is left out. `spared` are ids of rows that keep a key of
    their own: the case that is carried out, and its run.
    """
    goes, stays = _Found(), _Found()
    tables = {each.model: each for each in columns.tables() if _is_read(each)}
    there = owned.present(person_id, spared=spared, among=tables)
    for table in (each for model, each in tables.items() if model in there.models):
        chosen = _chosen(table, person_id, scope, spared)
        rows = owned.rows(table.model, person_id, spared=spared, among=there)
        for row in columns.in_pages(rows):
            gone = chosen is None or row.pk in chosen
            _note(table, row, goes if gone else stays)
    return _sorted(goes.texts - stays.texts, goes.digests - stays.digests)


def tells_of_one(text: str, category: str) -> bool:
    """Tell whether a text of that category is enough to know who is meant."""
    if "@" in text:
        return True
    if len(text) < SHORTEST_ANYWHERE or category.startswith("user.authorization"):
        return len(text) >= SHORTEST_ANYWHERE
    if category == "user.name":
        return " " in text
    if any(sign.isdigit() for sign in text):
        is_line = " " in text or not category.startswith("user.contact")
        return is_line and len(text) >= LINE and any(map(str.isalpha, text))
    return " " in text and len(text) >= SENTENCE


def _is_read(table: Table) -> bool:
    is_somebodys = declarations.of(table.model).owner is not None
    return is_somebodys and table.model._meta.label not in REPEATS


def _chosen(
    table: Table, person_id: UUID, scope: Scope | None, spared: Collection[UUID]
) -> set[UUID] | None:
    if scope is None:
        return None
    rows = owned.rows(table.model, person_id, scope=scope, spared=spared)
    return set(rows.values_list("pk", flat=True))


def _note(table: Table, row: Any, found: _Found) -> None:
    for field in table.sealed:
        said = declarations.of(table.model).personal[field.name]
        value = _opened(row, field.name, said.purposes[0])
        found.texts |= {(text, said.category) for text in _texts(value)}
        for index in table.indexes:
            if index.source == field.name and value is not None:
                found.digests |= {each.hex() for each in index.digests_of(value)}
    for index in table.indexes:
        if (stored := columns.as_it_lies(row, index)) is not None:
            found.digests.add(stored.hex())


def _opened(row: Any, name: str, purpose: Purpose) -> Any:
    try:
        with purposes.using(purpose):
            return getattr(row, name)
    except (ValueErased, Unreadable):
        # Nobody can read it, so nobody can have written it elsewhere from here.
        return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            yield from _texts(getattr(value, part.name))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _sorted(texts: set[tuple[str, str]], digests: set[str]) -> Needles:
    worth = {(_short(text), category) for text, category in texts if _is_worth(text)}
    values = {text for text, category in worth if tells_of_one(text, category)}
    near = {text for text, _ in worth} - values
    return Needles(
        values=tuple(sorted(values)),
        indexes=tuple(sorted(digests)),
        near=tuple(sorted(near)),
    )


def _is_worth(text: str) -> bool:
    if len(text) < SHORTEST or _NUMBERS_AND_MOMENTS.fullmatch(text):
        return False
    return not set(unfolding.tokens(unfolding.folded(text))) <= _our_words()


def _short(text: str) -> str:
    """Return a long text's middle: whoever copied the text has copied that."""
    words = text.split()
    if len(text) <= LONGEST or len(words) <= WORDS_OF_A_LONG_TEXT:
        return text[:LONGEST]
    middle = (len(words) - WORDS_OF_A_LONG_TEXT) // 2
    return " ".join(words[middle : middle + WORDS_OF_A_LONG_TEXT])


@functools.cache
def _our_words() -> frozenset[str]:
    """Words that the program itself writes into columns: names and choices."""
    found = [purpose.value for purpose in Purpose]
    for model in apps.get_models():
        found.append(model._meta.label)
        for field in model._meta.concrete_fields:
            found.append(field.name)
            flat: Any = field.flatchoices
            found += [f"{value} {words}" for value, words in flat]
    return frozenset(
        token for text in found for token in unfolding.tokens(unfolding.folded(text))
    )
