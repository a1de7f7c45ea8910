"""The copy on the page of its case: how far it is, and handing it over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from privacy.cases.case import Case, NotAllowed
from privacy.cases.states import Kind
from privacy.copies import packing
from privacy.copies.package import Copy
from privacy.copies.packing import NotThere


@dataclass(frozen=True)
class Stand:
    """How far a copy is: `ready` to be fetched by whoever `may`, until a moment."""

    done: int
    whole: int
    until: datetime
    ready: bool
    fetched: bool
    over: bool
    may: bool


def stand(case: Case, *, held: bool, at: datetime) -> Stand | None:
    """Return how far the copy of a case is, None where there is none.

    `held` says whether identity was proved in this browser.
    """
    copy = _of(case)
    if copy is None:
        return None
    fetched = copy.fetched_at is not None
    over = copy.expires_at <= at
    built = copy.built_at is not None
    return Stand(
        done=copy.done,
        whole=copy.whole,
        until=copy.expires_at,
        ready=built and not fetched and not over,
        fetched=fetched,
        over=over,
        may=held,
    )


def fetched(case: Case, *, at: datetime) -> bytes:
    """Return the file, which is gone afterwards. Raises NotAllowed without one."""
    copy = _of(case)
    if copy is None or copy.built_at is None:
        raise NotAllowed("The file is not ready yet. Load the page again in a minute.")
    try:
        return packing.fetch(copy, at=at)
    except NotThere as why:
        raise NotAllowed(str(why)) from None


def _of(case: Case) -> Copy | None:
    if case.kind != Kind.COPY:
        return None
    copy: Copy | None = Copy.objects.filter(case=case).first()
    return copy
