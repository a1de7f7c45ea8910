"""The Celery application: finds every app's tasks and nudges them by id."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import beat_init, import_modules, task_postrun, worker_init

from privacy import starting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

# Before the application exists: its own receiver starts Django, which needs the keys.
import_modules.connect(starting.read_keys)
app = Celery("foldwell", task_cls="privacy.nudging:Nudge")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    [
        *("privacy", "privacy.letters", "privacy.erasure"),
        *("privacy.cases", "privacy.copies", "privacy.trail"),
        "privacy.exports",
        *(
            "orders",
            "orders.providers",
            "shop",
            "shop.checkout",
            "shop.accounts",
            "shop.policy",
        ),
        "shop.firewall",
    ]
)
worker_init.connect(starting.prove_keys)
beat_init.connect(starting.stand_guard)
task_postrun.connect(starting.after_task)
