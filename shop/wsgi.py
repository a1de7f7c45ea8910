"""The entry point for a web server: it answers nothing until the keys are proved."""

from __future__ import annotations

import gc
import os
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

from privacy import starting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

starting.prove_keys()
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 # reading it imports every view

# A server may fork now: no process may share what another one has open, and closing
# a connection of a pool only lays it back there.
for _connection in connections.all(initialized_only=True):
    _connection.close()
    _pooled: Any = _connection
    if hasattr(_pooled, "close_pool"):
        _pooled.close_pool()

# What is loaded now stays for good: no collection looks through it again, and those
# of the rest come after ten thousand new objects instead of seven hundred. A tenth of
# a checkout's CPU time went into looking at classes that never go away.
gc.collect()
gc.freeze()
gc.set_threshold(10_000)
