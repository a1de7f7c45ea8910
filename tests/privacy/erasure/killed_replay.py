"""Replays what is missing on the tests' databases and is killed at the n-th statement.

`python -m tests.privacy.erasure.killed_replay 12`: by the signal that nobody can catch.
"""

from __future__ import annotations

import os
import signal
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections


def main():
    """Do as told until the time has come."""
    settings.INSTALLED_APPS.append("tests.diary")
    django.setup()
    left = iter(range(int(sys.argv[1])))

    def die(execute, *args):
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*args)

    for each in connections.all():
        each.execute_wrappers.append(die)
    call_command("erasures", "replay")


if __name__ == "__main__":
    main()
