"""Declarations for the models of Django's own apps, which can't declare themselves."""

from __future__ import annotations

from privacy.declarations import Declaration, adopt

_NOTHING_PERSONAL = {
    "contenttypes.ContentType": ("id", "app_label", "model"),
    "auth.Permission": ("id", "name", "content_type", "codename"),
    "auth.Group": ("id", "name", "permissions"),
    # What staff did in their screens: who and which row, and no value of it, since
    # the names of our rows hold none.
    "admin.LogEntry": (
        "id",
        "action_time",
        "user",
        "content_type",
        "object_id",
        "object_repr",
        "action_flag",
        "change_message",
    ),
}


def adopt_all() -> None:
    """Declare them all."""
    for label, names in _NOTHING_PERSONAL.items():
        adopt(label, Declaration(None, {}, frozenset(names)))
