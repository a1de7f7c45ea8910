"""The shop's worker, but that the last look waits until it is asked for.

Each case asks for a look when it has got there. Here that goes into a queue that nobody
reads, so that carrying out and looking can be measured apart.
"""

from __future__ import annotations

from bench.erasing.shops import LOOK
from shop.celery import app

app.conf.task_routes = {LOOK: {"queue": "unread"}}
