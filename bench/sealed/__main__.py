"""Measures our fields beside plain columns: `python -m bench.sealed ROWS MANY`,
told by the environment in which database. Prints the figures as JSON."""

from __future__ import annotations

import json
import sys

import django
from django.conf import settings
from django.core.management import call_command

from privacy.encryption import keyset

if __name__ == "__main__":
    keyset.write_new(settings.KEY_FILE)
    django.setup()

    from bench.sealed import ours

    for alias in settings.DATABASES:
        call_command("migrate", database=alias, verbosity=0, run_syncdb=True)
    print(json.dumps(ours.measured(int(sys.argv[1]), many=int(sys.argv[2]))))
