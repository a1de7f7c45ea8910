"""Places orders with and without an entry in the trail, as told on the command line.

`python -m bench.trail.placing ROUNDS ORDERS` prints one line of JSON: CPU time of this
process and real time in milliseconds for an order, and for one with an entry.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import django

Spent = tuple[float, float]
WARM_UP = 30


def main() -> None:
    """Measure and print."""
    rounds, orders = map(int, sys.argv[1:])
    django.setup()
    from django.core.management import call_command

    for database in ("vault", "default"):
        call_command("migrate", database=database, verbosity=0)
    bare, recorded = works()
    turns(bare, recorded, WARM_UP)
    found = [turns(bare, recorded, orders) for _ in range(rounds)]
    print(json.dumps(found))


def works() -> tuple[Callable[[], object], Callable[[], object]]:
    """Return what places an order, and what records an entry with it."""
    from django.db import transaction

    from privacy.people import Person

    staff = Person.objects.create_user("staff@example.net", is_staff=True)

    def bare() -> None:
        with transaction.atomic():
            place()

    def recorded() -> None:
        with transaction.atomic():
            place()
            record(staff)

    return bare, recorded


def place() -> None:
    """Place an order of somebody new."""
    from orders import placing
    from orders.addresses import Address

    placing.place(
        checkout_id=uuid4(),
        email=f"{uuid4().hex}@example.net",
        name="Maya Okafor",
        address=Address("GB", "7 Hawthorn Bank", "", "Edinburgh", "", "EH6 6QZ"),
        items=[placing.Item("PEN-1", "Pen", "Navy", Decimal(3800), 1, Decimal(20))],
        delivery="own",
        payment="transfer",
        consent_sentence=None,
        at=datetime.now(UTC),
    )


def record(staff: Any) -> None:
    """Record that somebody opened a label."""
    from privacy.trail import recording
    from privacy.trail.entry import Kind

    recording.record(
        kind=Kind.REVEAL,
        what="delivery",
        by=staff,
        fields=["orders.Order.contact_name", "orders.Order.delivery_address"],
        row_id=uuid4(),
        why="delivery",
        at=datetime.now(UTC),
    )


def turns(
    one: Callable[[], object], other: Callable[[], object], times: int
) -> tuple[Spent, Spent]:
    """Do both in turns, so that noise falls on both; return what each took."""
    spent = {one: [0.0, 0.0], other: [0.0, 0.0]}
    for _ in range(times):
        for work, sums in spent.items():
            cpu, real = time.process_time(), time.perf_counter()
            work()
            sums[0] += time.process_time() - cpu
            sums[1] += time.perf_counter() - real
    (a, b), (c, d) = ([each * 1000 / times for each in sums] for sums in spent.values())
    return (a, b), (c, d)


if __name__ == "__main__":
    main()
