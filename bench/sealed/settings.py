"""The least that Django needs to read and write sealed rows, on either database."""

from __future__ import annotations

import os
from pathlib import Path

import environ

KEY_FILE = Path(os.environ["KEY_FILE"])
SECRET_KEY = "only for measuring"  # noqa: S105 - it protects nothing
DATABASES = {
    "default": environ.Env().db_url("DATABASE_URL"),
    "vault": environ.Env().db_url("VAULT_URL"),
}
DATABASE_ROUTERS = ["privacy.routers.VaultRouter"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "privacy.vault",
    "privacy",
    "bench.sealed",
]
AUTH_USER_MODEL = "privacy.Person"
RECIPIENTS: dict[str, object] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
