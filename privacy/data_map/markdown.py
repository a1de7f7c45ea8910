"""The map for people: docs/data-map.md.

`manage.py data_map --format markdown > docs/data-map.md` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db.models import Model

from privacy import recipients
from privacy.data_map import columns
from privacy.data_map.columns import Column
from privacy.declarations import Personal
from privacy.purposes import Purpose

_TOP = """\
# The map of personal data

Printed from the declarations of the models by `manage.py data_map`: nothing is listed
twice. A column that is neither here nor marked as not personal stops the program from
starting. A value opens only for the purposes in its row: for any other the program
raises an error.
"""


def printed(models: Sequence[type[Model]]) -> str:
    """Return the whole page for these models."""
    parts = [_TOP, *_purposes(), *_recipients(), "## Values\n"]
    for model in models:
        parts += _section(model)
    return "\n".join(parts).rstrip() + "\n"


def _purposes() -> Iterator[str]:
    yield "## Purposes\n"
    yield "| Purpose | In the policy | Legal basis |\n|---|---|---|"
    for purpose in Purpose:
        yield f"| `{purpose.value}` | {purpose.policy} | {purpose.legal_basis} |"
    yield ""


def _recipients() -> Iterator[str]:
    yield "## Who else may ever receive something\n"
    yield "| Key | What | What for | On what basis |\n|---|---|---|---|"
    for key in settings.RECIPIENTS:
        to = recipients.get(key)
        fields = ", ".join(f"`{name}`" for name in to.fields)
        yield f"| `{key}` | {fields} | {to.what_for} | `{to.basis}` |"
    yield ""


def _section(model: type[Model]) -> Iterator[str]:
    held = columns.personal(model)
    if not held:
        return
    yield f"### {columns.heading(model)} (`{model._meta.label}`)\n"
    yield (
        "| Column | Value | Category | Opens for | Until | When a person is erased "
        "| In the database | May go to |\n|---|---|---|---|---|---|---|---|"
    )
    for column, said in held:
        yield _row(column, said)
    yield ""


def _row(column: Column, said: Personal) -> str:
    purposes = ", ".join(f"`{purpose.value}`" for purpose in said.purposes)
    cells = (
        f"`{column.name}`",
        column.what,
        f"`{said.category}`",
        purposes,
        said.retention.words,
        columns.fate(said),
        "sealed" if column.sealed else f"in clear: {said.in_clear}",
        ", ".join(f"`{k}`" for k in said.recipients if k in settings.RECIPIENTS),
    )
    return "| " + " | ".join(cells) + " |"
