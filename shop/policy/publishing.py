"""Publishing a version: what it says, from when on, and whom it has to be told to."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from privacy.nudging import nudge
from shop.policy import in_force, tasks, telling, writing
from shop.policy.text import Text, as_json, digest
from shop.policy.version import PolicyVersion
from shop.policy.writing import LEAST_DAYS, NOTICE_DAYS

FIRST = "This is the first version."
LONGEST = 300


class CannotPublish(Exception):
    """This can't be published; the text says why, and what to do."""


def publish(
    *,
    text: Text,
    summary: str,
    takes_something: bool,
    on: date | None,
    at: datetime,
) -> PolicyVersion:
    """Publish a text as the next version, and have everybody with an account told.

    Arguments:
        summary: what changed, in one line of plain words.
        takes_something: whether the change takes anything from anybody; then it is in
            force NOTICE_DAYS later, and never less than LEAST_DAYS.
        on: the day from which it is in force; None for the usual one.

    The first version is in force at once, and nobody is told. Raises CannotPublish.
    """
    last = PolicyVersion.objects.newest()
    if last is not None and last.sha256 == digest(text):
        raise CannotPublish(f"This is what version {last.number} says already.")
    version = PolicyVersion(
        number=last.number + 1 if last else 1,
        published_at=at,
        in_force_from=_begins(takes_something, on, at) if last else at,
        takes_something=takes_something,
        summary=_line(summary),
        sha256=digest(text),
        sections=as_json(text),
    )
    _store(version)
    in_force.forget()
    if last:
        nudge(tasks.tell)
    return version


def publish_first(*, at: datetime) -> PolicyVersion | None:
    """Publish what the program says today, if nothing was published yet."""
    if PolicyVersion.objects.exists():
        return None
    try:
        return publish(
            text=writing.written(), summary=FIRST, takes_something=False, on=None, at=at
        )
    except CannotPublish:
        # Another process was faster.
        return None


def after_migrating(using: str = "", apps: Any = None, **kwargs: Any) -> None:
    """Publish the first version once its table is there: for post_migrate."""
    try:
        if apps is not None:
            apps.get_model("shop", "PolicyVersion")
    except LookupError:
        return  # Migrated to before there were versions.
    if using == "default":
        publish_first(at=timezone.now())


def _store(version: PolicyVersion) -> None:
    try:
        with transaction.atomic():
            version.save(force_insert=True)
            if version.number > 1:
                telling.add_notices(version)
    except IntegrityError:
        raise CannotPublish(
            "Somebody published a version at the same moment: look at it first."
        ) from None


def _line(summary: str) -> str:
    line = " ".join(summary.split())
    if not line:
        raise CannotPublish("Say in one line of plain words what changed.")
    if len(line) > LONGEST:
        raise CannotPublish(f"Say it in {LONGEST} characters: it has {len(line)}.")
    return line


def _begins(takes_something: bool, on: date | None, at: datetime) -> datetime:
    today = timezone.localdate(at)
    if not takes_something:
        return max(_midnight(on or today), at + in_force.SOONEST)
    day = on or today + timedelta(days=NOTICE_DAYS)
    earliest = today + timedelta(days=LEAST_DAYS)
    if day < earliest:
        raise CannotPublish(
            "People are told first: a change that takes something from them is in "
            f"force on {earliest:%Y-%m-%d} at the earliest."
        )
    return _midnight(day)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
