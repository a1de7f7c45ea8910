"""Runs `manage.py keys …` on the tests' databases and dies at the n-th statement.

`python -m tests.privacy.killing 12 rotate-people --data`: as when somebody pulls the
plug, nothing is closed or rolled back by the program itself.
"""

from __future__ import annotations

import os
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections

KILLED = 9


def environment(key_file, folder):
    """Return the environment of a process that uses what this test uses."""
    urls = {"DATABASE_URL": "default", "VAULT_URL": "vault"}
    return {
        **{name: _url(connections[alias]) for name, alias in urls.items()},
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "x",
        "DEMO": "1",
        "KEY_FILE": str(key_file),
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "shop.settings",
    }


def _url(connection):
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgres://{told['USER']}@/{told['HOST']}/{told['NAME']}"


def main():
    """Do as told until the time has come."""
    settings.INSTALLED_APPS.append("tests.diary")
    django.setup()
    left = iter(range(int(sys.argv[1])))

    def die(execute, *args):
        if next(left, None) is None:
            os._exit(KILLED)
        return execute(*args)

    for each in connections.all():
        each.execute_wrappers.append(die)
    call_command("keys", *sys.argv[2:])


if __name__ == "__main__":
    main()
