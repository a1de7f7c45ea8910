"""The environment of a process that uses the databases and keys of a test."""

from __future__ import annotations

import os

from django.db import connections


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
