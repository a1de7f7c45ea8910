"""Checks an e-mail address and a password, with equal work for unknown addresses."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend


class PersonBackend(ModelBackend):
    """Django's own backend; `privacy.Person` looks the address up blindly."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Refuse whoever is being erased, and those whom Django refuses."""
        begun = getattr(user, "erasing_since", None) is not None
        return not begun and super().user_can_authenticate(user)
