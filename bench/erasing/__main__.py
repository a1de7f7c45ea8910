"""Fills a shop: `python -m bench.erasing PEOPLE ORDERS CROWD`, told by the environment
which. Prints the ids of the approved cases as JSON."""

from __future__ import annotations

import json
import sys

import django
from django.conf import settings
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()

    from bench.erasing import crowd, customers

    people, orders, others = map(int, sys.argv[1:])
    for alias in settings.DATABASES:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    waiting = customers.waiting(people, orders=orders)
    if others:
        crowd.gather(others)
    crowd.settle()
    print(json.dumps([str(each) for each in waiting]))
