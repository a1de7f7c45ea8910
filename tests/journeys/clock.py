"""Lets the days of cooling off be over and the worker's sweep run, in the shop itself.

`python -m tests.journeys.clock REFERENCE` with the shop's environment prints where the
case stands afterwards.
"""

from __future__ import annotations

import sys
import time

import django

SWEEPS = 40
BETWEEN = 0.25  # seconds, in which the shop's own worker may be at it


def main(reference):
    """Move the end of cooling off to now, and sweep until the case is closed."""
    django.setup()
    from django.utils import timezone

    from privacy.cases import tasks
    from privacy.cases.case import Case
    from privacy.cases.states import CLOSED

    cases = Case.objects.filter(reference=reference)
    cases.filter(cooling_until__isnull=False).update(cooling_until=timezone.now())
    for _ in range(SWEEPS):
        tasks.go_on()
        if cases.get().state in CLOSED:
            break
        time.sleep(BETWEEN)
    print(cases.get().state)


if __name__ == "__main__":
    main(sys.argv[1])
