"""The roles as a page for people: who may do what, printed from the two tables."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps

from shop.rights.screens import ALL_STAFF, SCREENS, Action
from shop.roles import ROLES

HEAD = """# Roles: who of the staff may do what

Printed by `manage.py roles > docs/roles.md` from `shop/roles.py` and
`shop/rights/screens.py`; a test fails when it is old. Another test asks for every cell
over HTTP, with direct addresses and forged forms.

A role is a group in the database with the name in brackets, a right is a Django
permission. `manage.py migrate` gives the groups the rights of this table.
Administrators give roles under *Staff and roles*, never to themselves, and each change
is in the trail. `manage.py create_staff --email ADDRESS --role NAME` makes a login with
roles from the start. A superuser may do everything: that is for set-up, and every staff
page warns while there is one.
"""


def printed() -> str:
    """Return the whole page as Markdown."""
    parts = [HEAD, *_roles(), *_screens(), *_all_staff(), *_rights()]
    return "\n".join(parts).rstrip() + "\n"


def _roles() -> Iterator[str]:
    yield "## The roles\n"
    yield from _table(
        ["role", "is for"],
        ([f"{role.title} (`{key}`)", role.does] for key, role in ROLES.items()),
    )


def _screens() -> Iterator[str]:
    yield "## The screens\n"
    yield "Where no ● stands, no button is on the page, and the address answers 403."
    yield "† asks for a second factor, unless one was shown in the last 15 minutes.\n"
    for screen, offered in SCREENS.items():
        yield f"### {screen}\n"
        head = ["action", *(role.title for role in ROLES.values())]
        yield from _table(head, map(_line, offered))


def _line(action: Action) -> list[str]:
    does = f"{action.does} †" if action.is_decision else action.does
    return [does, *("●" if action.is_open_to(key) else "" for key in ROLES)]


def _all_staff() -> Iterator[str]:
    yield "## Open to everybody of the staff\n"
    yield from _table(
        ["address", "shows"],
        ([f"`admin:{name}`", words] for name, words in ALL_STAFF.items()),
    )


def _rights() -> Iterator[str]:
    yield "## The rights\n"
    yield from _table(["right", "in words", "roles"], map(_right, _wanted()))


def _wanted() -> list[str]:
    return sorted({right for role in ROLES.values() for right in role.rights})


def _right(right: str) -> list[str]:
    having = [role.title for role in ROLES.values() if right in role.rights]
    return [f"`{right}`", _words().get(right, "not there yet"), ", ".join(having)]


@functools.cache
def _words() -> dict[str, str]:
    """Return what each right is called, as its model declares it."""
    found = {}
    for model in apps.get_models():
        told: Any = model._meta
        own = [(f"{verb}_{told.model_name}", verb) for verb in told.default_permissions]
        words = [(name, f"Can {verb} {told.verbose_name_raw}") for name, verb in own]
        for name, said in (*words, *told.permissions):
            found[f"{told.app_label}.{name}"] = str(said)
    return found


def _table(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---"] * len(head))
    for row in rows:
        yield _row(row)
    yield ""


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
