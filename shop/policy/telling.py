"""Telling people with accounts of a new version: a letter each, and never two.

The worker takes one notice at a time. It marks the notice and writes the letter in one
transaction, so that wherever it is killed, and however many run, each gets one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.urls import reverse

from privacy import letters
from privacy.people import Person
from privacy.purposes import Purpose
from shop.policy import in_force
from shop.policy.notice import PolicyNotice
from shop.policy.version import PolicyVersion

TEMPLATE = "shop/policy-changed"
KEPT_DAYS = 90
_TODAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
_DAY = datetime(2026, 12, 24, tzinfo=UTC)
BATCH = 200

letters.register(TEMPLATE, purpose=Purpose.OFFICIAL_NOTICE, keep_days=KEPT_DAYS)
letters.preview(TEMPLATE, lambda: _facts(_invented(True), _TODAY), title="It takes")
letters.preview(TEMPLATE, lambda: _facts(_invented(False), _DAY), title="It is news")


def add_notices(version: PolicyVersion) -> int:
    """Make a notice for everybody who has an account now; return how many."""
    return sum(len(_added(version, some)) for some in _batches(_account_holders()))


def tell(*, at: datetime, most: int = BATCH) -> int:
    """Write the letters that wait, `most` at once; return how many were written."""
    waiting = PolicyNotice.objects.waiting().order_by("pk").values_list("pk", flat=True)
    return sum(_tell(notice_id, at) for notice_id in list(waiting[:most]))


def to_show(person: Person, *, at: datetime) -> PolicyVersion | None:
    """Return the newest version of which the person's account should speak."""
    if not in_force.is_news(at=at):
        return None
    notices = PolicyNotice.objects.to_show(person, at=at).select_related("version")
    newest = notices.order_by("-version").first()
    return newest.version if newest else None


def put_away(*, person: Person, at: datetime) -> None:
    """Note that the person has seen the notices that their account shows."""
    PolicyNotice.objects.to_show(person, at=at).update(seen_at=at)


def _account_holders() -> Iterator[UUID]:
    people = Person.objects.filter(
        erasing_since=None, erased_at=None, email_index__isnull=False
    )
    people = people.exclude(password="").exclude(
        password__startswith=UNUSABLE_PASSWORD_PREFIX
    )
    ids: Iterator[UUID] = people.order_by("pk").values_list("pk", flat=True).iterator()
    return ids


def _batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    left = iter(ids)
    while some := list(islice(left, 1000)):
        yield some


def _added(version: PolicyVersion, people: list[UUID]) -> list[PolicyNotice]:
    notices = [
        PolicyNotice(person_id=each, version=version, added_at=version.published_at)
        for each in people
    ]
    made: list[PolicyNotice] = PolicyNotice.objects.bulk_create(notices)
    return made


def _tell(notice_id: UUID, at: datetime) -> bool:
    with transaction.atomic():
        # The person first: while they are held, their erasure waits.
        person = _held(notice_id)
        if person is None or not _taken(notice_id, at):
            return False
        notice = PolicyNotice.objects.select_related("version").get(pk=notice_id)
        letters.write(
            template=TEMPLATE,
            purpose=Purpose.OFFICIAL_NOTICE,
            person=person,
            context=_facts(notice.version, at),
            at=at,
        )
    return True


def _held(notice_id: UUID) -> Person | None:
    owner = PolicyNotice.objects.filter(pk=notice_id).values("person")
    people = Person.objects.select_for_update(no_key=True)
    found: Person | None = people.filter(
        pk__in=owner, erasing_since=None, email_index__isnull=False
    ).first()
    return found


def _taken(notice_id: UUID, at: datetime) -> bool:
    """Mark the notice; False when another worker was faster."""
    free = PolicyNotice.objects.filter(pk=notice_id, told_at=None)
    return bool(free.update(told_at=at))


def _facts(version: PolicyVersion, at: datetime) -> dict[str, Any]:
    return {
        "version": version,
        "has_begun": version.has_begun(at=at),
        "changes_link": f"{settings.SHOP_ORIGIN}{version.changes_path}",
        "text_link": f"{settings.SHOP_ORIGIN}{version.path}",
        "data_link": f"{settings.SHOP_ORIGIN}{reverse('shop:your-data')}",
    }


def _invented(takes_something: bool) -> PolicyVersion:
    """A version that nobody has published, for looking at the letter about it."""
    return PolicyVersion(
        number=2,
        published_at=_TODAY,
        in_force_from=_DAY,
        takes_something=takes_something,
        summary="An invented sentence of the policy is another one.",
    )
