"""The shop behind a web worker in a hurry, for test_web.py: it keeps no database.

`/tally` says what the firewall counted.
"""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from django.core.wsgi import get_wsgi_application

from shop.firewall import slow_clients

shop = get_wsgi_application()
slow_clients.ARRIVAL = 1.0


def application(environ, start_response):
    """Answer as the shop does, but for two addresses of the test."""
    from shop.firewall import counting

    if environ["PATH_INFO"] == "/tally":
        counted = sorted(
            f"{rule}={count}" for (rule, _hour), count in counting.tally.waiting.items()
        )
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [" ".join(counted).encode()]
    return shop(environ, start_response)
