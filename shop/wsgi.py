"""The entry point for a web server: it answers nothing until the keys are proved."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from privacy import starting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

starting.prove_keys()
application = get_wsgi_application()
