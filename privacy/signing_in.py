"""Checks an e-mail address and a password, with equal work for unknown addresses."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend


class PersonBackend(ModelBackend):
    """Django's own backend; `privacy.Person` looks the address up blindly."""
