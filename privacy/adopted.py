"""Declarations for the models of Django's own apps, which can't declare themselves."""

from __future__ import annotations

from privacy.declarations import Declaration, Erasure, Personal, Retention, adopt
from privacy.purposes import Purpose

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

_SESSION = Declaration(
    subject=None,
    personal={
        "session_key": Personal(
            what="The number in the session cookie",
            category="user.device.cookie_id",
            purposes=(Purpose.OWN_REQUEST,),
            why="To know your browser again while you check out or are signed in",
            retention=Retention(
                after="expire_date", words="a day after your last visit"
            ),
            erasure=Erasure.DELETE_ROW,
            in_clear="A random number, looked up at each request",
        ),
        "session_data": Personal(
            what="Which checkout or account is yours",
            category="user.unique_id",
            purposes=(Purpose.OWN_REQUEST,),
            why="To know which checkout or account is yours: ids, nothing you typed",
            retention=Retention(
                after="expire_date", words="a day after your last visit"
            ),
            erasure=Erasure.DELETE_ROW,
            in_clear="It holds ids alone",
        ),
    },
    not_personal=frozenset({"expire_date"}),
    about="Your browser session",
)


def adopt_all() -> None:
    """Declare them all."""
    adopt("sessions.Session", _SESSION)
    for label, names in _NOTHING_PERSONAL.items():
        adopt(label, Declaration(None, {}, frozenset(names)))
