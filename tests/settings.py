"""The shop's settings, as the tests run them: a fast hasher, mail in memory."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_var = Path(tempfile.mkdtemp(prefix="foldwell-test-"))
atexit.register(shutil.rmtree, _var, ignore_errors=True)
os.environ.update(
    ENV_FILE="/nonexistent",
    VAR_DIR=str(_var),
    SECRET_KEY="only for tests",
    DEMO="1",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
)

from privacy.encryption import keyset  # noqa: E402 - after the environment is set

keyset.write_new(_var / "keys.json")

from shop.settings import *  # noqa: E402, F403 - the tests run the shop's own settings
from shop.settings import (  # noqa: E402 - likewise
    DATABASES,
    INSTALLED_APPS,
    MIDDLEWARE,
    STORAGES,
)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
MIDDLEWARE = [m for m in MIDDLEWARE if "whitenoise" not in m]
# Refusals stay in memory until a test writes them.
FIREWALL_WRITES_AFTER = None
CELERY_BROKER_URL = os.environ.get("BROKER_URL") or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
for _name in DATABASES.values():
    # A pool would outlive the test databases that it points at.
    _name["OPTIONS"].pop("pool", None)
    _name.setdefault("TEST", {})
    if "sqlite3" in _name["ENGINE"]:
        # Files and not memory: threads must see the same database.
        _name["TEST"]["NAME"] = str(_var / Path(str(_name["NAME"])).name)
INSTALLED_APPS = [*INSTALLED_APPS, "tests.diary"]
