"""Packs a copy into one zip, hands it out once, and deletes it on its date.

The zip is made in memory and kept sealed: it never lies in a file. Whoever starts
again after a stop starts from the beginning, and only a whole package is kept.
"""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from privacy import purposes
from privacy.copies import jsons, linked, pages, whole, wording
from privacy.copies.package import Copy
from privacy.copies.whole import Whole
from privacy.encryption.keys import ValueErased
from privacy.people import Person
from privacy.purposes import Purpose

LIFE = timedelta(days=7)
"""How long a copy waits to be fetched, once it is built."""


class NotThere(Exception):
    """There is nothing to fetch; the text says why and what to do."""


def begun(*, case_id: UUID, person: Person, at: datetime) -> Copy:
    """Return the copy of a case; the first time it is made, with nothing inside."""
    made: Copy = Copy.objects.get_or_create(
        case_id=case_id,
        defaults={"person": person, "asked_at": at, "expires_at": at + LIFE},
    )[0]
    return made


def build(copy: Copy, *, at: datetime) -> bool:
    """Gather, pack and keep everything about the copy's person; tell if it is there.

    Doing it twice, or two workers at once, leaves one package. Nothing is kept for
    somebody who is being erased.
    """
    if copy.built_at is None:
        parts = whole.parts() + 1
        _tell(copy, done=0, whole=parts)
        gathered = whole.gathered(
            copy.person, at=at, tell=lambda done: _tell(copy, done=done)
        )
        _keep(copy, packed(gathered), parts=parts, at=at)
    found = Copy.objects.filter(pk=copy.pk, built_at__isnull=False).exists()
    if found:
        copy.refresh_from_db()
    return found


def packed(gathered: Whole) -> bytes:
    """Return the zip; the same things at the same moment give the same bytes."""
    packet = io.BytesIO()
    stamp = gathered.at.timetuple()[:6]
    with zipfile.ZipFile(packet, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(gathered).items():
            entry = zipfile.ZipInfo(name, date_time=stamp)
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packet.getvalue()


def fetch(copy: Copy, *, at: datetime) -> bytes:
    """Return the package and forget it; of two at once, one gets it.

    Raises NotThere when it is not built, was fetched, or ran out.
    """
    fresh: Copy | None = Copy.objects.filter(pk=copy.pk).first()
    packet = _opened(fresh) if fresh is not None else None
    ready = Copy.objects.filter(
        pk=copy.pk, fetched_at=None, built_at__isnull=False, expires_at__gt=at
    )
    if packet is None or not ready.update(fetched_at=at, package=None):
        raise NotThere(_why(fresh, at))
    return packet


def file_name(copy: Copy) -> str:
    """Return what the file is called: the shop, and the day; nobody's name."""
    day = (copy.built_at or copy.asked_at).date()
    return f"{slugify(settings.SHOP_NAME) or 'shop'}-your-data-{day}.zip"


def delete_past_their_date(*, at: datetime) -> int:
    """Delete the copies whose date has come, fetched or not; return how many."""
    gone: int = Copy.objects.filter(expires_at__lte=at).delete()[0]
    return gone


def _files(gathered: Whole) -> Mapping[str, bytes]:
    return {
        "README.txt": pages.note(gathered),
        "data.html": pages.page(gathered),
        "data.css": pages.stylesheet(gathered),
        "data.json": jsons.written(gathered),
        "data.jsonld": linked.written(gathered),
        "consents.json": jsons.as_bytes(list(gathered.consents)),
    }


def _tell(copy: Copy, **columns: int) -> None:
    Copy.objects.filter(pk=copy.pk, built_at=None).update(**columns)


@transaction.atomic
def _keep(copy: Copy, packet: bytes, *, parts: int, at: datetime) -> None:
    """Keep the package unless another worker was first or the person is being erased.

    The person is locked as well: what comes after an erasure began is not kept.
    """
    person = Person.objects.select_for_update().filter(
        pk=copy.person_id, erasing_since=None, erased_at=None
    )
    rows = Copy.objects.select_for_update().filter(pk=copy.pk, built_at=None)
    if person.first() is None or (mine := rows.first()) is None:
        return
    mine.package = base64.b64encode(packet).decode("ascii")
    mine.built_at, mine.expires_at = at, at + LIFE
    mine.done = mine.whole = parts
    mine.save(update_fields=["package", "built_at", "expires_at", "done", "whole"])


def _opened(copy: Copy) -> bytes | None:
    try:
        with purposes.using(Purpose.OWN_REQUEST, by=copy.person):
            package = copy.package
    except ValueErased:
        return None
    return None if package is None else base64.b64decode(package)


def _why(copy: Copy | None, at: datetime) -> str:
    again = "Ask for a new one."
    if copy is None or copy.expires_at <= at:
        return f"This copy has run out. {again}"
    if copy.fetched_at is not None or copy.built_at is not None:
        return f"This copy was fetched already, and each works once. {again}"
    ends = wording.day(copy.expires_at)
    return f"This copy is not ready yet. Come back in a minute; it waits until {ends}."
