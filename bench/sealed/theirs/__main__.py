"""Measures one package beside plain columns: `python -m bench.sealed.theirs ROWS`, told
by the environment which package and database. Prints the figures as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import django
from django.core.management import call_command

from bench.sealed.turns import taken

if __name__ == "__main__":
    django.setup()

    from bench.sealed import contacts, works
    from bench.sealed.theirs.models import Encrypted, Plain
    from privacy.identifiers import new_id

    def side(model: Any, rows: int) -> works.Side:
        """Return one table of the two, which have the same columns."""
        return works.Side(
            model, made(model, rows), contacts.read_plain, contacts.read_plain_address
        )

    def made(model: Any, rows: int) -> Callable[[], Iterator[Any]]:
        """Return the maker of new rows."""

        def make() -> Iterator[Any]:
            for n in range(rows):
                parts = contacts.reached(n) | contacts.living(n)
                yield model(person=new_id(), **parts)

        return make

    rows = int(sys.argv[1])
    call_command("migrate", verbosity=0, run_syncdb=True)
    planned = works.works(side(Plain, rows), side(Encrypted, rows), rows=rows)
    print(json.dumps({"times": taken(planned)}))
