"""Carries out a run on the tests' databases and is killed at the n-th statement.

`python -m tests.privacy.erasure.killed_worker 12 <run id>`: by the signal that nobody
can catch, as when the machine runs out of memory.
"""

from __future__ import annotations

import os
import signal
import sys

import django
from django.conf import settings
from django.db import connections


def main():
    """Do as told until the time has come."""
    settings.INSTALLED_APPS.append("tests.diary")
    django.setup()
    from privacy.erasure import tasks

    left = iter(range(int(sys.argv[1])))

    def die(execute, *args):
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*args)

    for each in connections.all():
        each.execute_wrappers.append(die)
    tasks.carry_out(sys.argv[2])


if __name__ == "__main__":
    main()
