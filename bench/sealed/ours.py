"""What is measured of our fields, and what is counted of them."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any
from uuid import UUID

from django.db import connection

from bench import keyed
from bench.alone import counting
from bench.sealed import filling, works
from bench.sealed.contacts import living, reached, read_plain, read_plain_address
from bench.sealed.models import Few, Many, Place, Plain, Sealed
from bench.sealed.names import COLD, FOUND
from bench.sealed.turns import Way, Work, taken
from privacy import purposes
from privacy.encryption import keys


def measured(rows: int, *, many: int) -> dict[str, Any]:
    """Fill the tables and return every figure; `many` rows are in the large one."""
    subjects = keyed.people(rows)
    server = None
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        server = connection.connection.info.backend_pid
    with purposes.using(purposes.Purpose.DELIVERY):
        plain, sealed = _sides(subjects)
        planned = works.works(plain, sealed, rows=rows)
        times = taken([*planned, _cold(plain, sealed, rows)], server=server)
        filling.fill_many(subjects, many=many)
        times |= taken([_finding()], server=server)
        return {"times": times, "longer": longer(), "queries": queries(rows)}


def _sides(subjects: list[UUID]) -> tuple[works.Side, works.Side]:
    plain = works.Side(
        Plain, lambda: filling.plain_rows(subjects), read_plain, read_plain_address
    )
    sealed = works.Side(
        Sealed, lambda: filling.sealed_rows(subjects), _read, _read_address
    )
    return plain, sealed


def _read(row: Any) -> object:
    return row.name, row.email, _read_address(row)


def _read_address(row: Any) -> object:
    place = row.place
    return place.line1, place.city, place.postcode


def _cold(plain: works.Side, sealed: works.Side, rows: int) -> Work:
    """Read everything while each key has to be asked for and unwrapped."""
    ways = {"plain": works.listing(plain, plain.read)}
    asking = works.listing(sealed, sealed.read)
    ways["encrypted"] = asking._replace(before=keys.forget_held)
    return Work(COLD, rows, ways)


def _finding() -> Work:
    """Search by e-mail address in a small and in a large table."""
    emails = [reached(number)["email"] for number in range(works.GETS)]

    def way(model: Any) -> Way:
        return Way(lambda: [model.objects.get(email=each) for each in emails])

    return Work(FOUND, works.GETS, {"few": way(Few), "many": way(Many)})


def queries(rows: int) -> dict[str, dict[str, int]]:
    """Count the queries of lists of rows of different people, no key in memory."""
    found = {}
    for number in (1, 500, 501, rows):
        keys.forget_held()
        asked: Counter[str] = Counter()
        with counting(asked):
            works.each(Sealed.objects.all()[:number], _read)
        most = 1 + math.ceil(number / 500)
        found[str(number)] = {"queries": asked["all"], "most": most}
    return found


def longer() -> dict[str, int]:
    """Return by how many bytes stored values are longer than plain ones."""
    row = Sealed.objects.all()[0].__dict__
    number = int(Sealed.objects.get(pk=row["id"]).name.rpartition(" ")[2])
    plain = {**reached(number), "place": Place(**living(number))}
    return {
        name: len(row[name]) - len(Sealed._meta.get_field(name).packed(value))
        for name, value in plain.items()
    }
