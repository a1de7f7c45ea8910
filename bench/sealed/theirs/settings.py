"""The least that Django needs, and the keys that the packages ask for."""

from __future__ import annotations

import os

import environ

PACKAGE = os.environ["BENCH_PACKAGE"]
SECRET_KEY = "only for measuring"  # noqa: S105 - it protects nothing
FIELD_ENCRYPTION_KEY = "bWVhc3VyaW5nIG9ubHksIHByb3RlY3RzIG5vdGhpbmc="
SALT_KEY = "only for measuring"
DATABASES = {"default": environ.Env().db_url("DATABASE_URL")}
INSTALLED_APPS = ["bench.sealed.theirs"]
USE_TZ = True
