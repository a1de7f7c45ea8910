"""Hearing a provider's notice: read, written down once, and done, all or nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from orders.providers import session, settling, stripe
from orders.providers.notice import Outcome, ProviderNotice
from orders.providers.session import News, Session, Unreadable

_DONE = "checkout.session.completed"
_LATER = "checkout.session.async_payment_succeeded"
_FAILED = "checkout.session.async_payment_failed"
_EXPIRED = "checkout.session.expired"
KINDS = frozenset({_DONE, _LATER, _FAILED, _EXPIRED})


@dataclass(frozen=True, repr=False)
class Heard:
    """A notice: its name, what kind of event it tells of, and of which page."""

    event_id: str
    kind: str
    session: Session | None

    @property
    def news(self) -> News:
        """What it says of the payment. Done without the money means that it waits."""
        if self.kind == _FAILED:
            return News.FAILED
        if self.kind == _EXPIRED:
            return News.ENDED
        return News.PAID if self.session and self.session.is_paid else News.WAITS


def read(body: bytes) -> Heard:
    """Return the notice in a body whose signature is right, or raise Unreadable."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("That is no JSON.") from None
    if not isinstance(told, dict) or told.get("object") != "event":
        raise Unreadable("That is no event.")
    kind, data = session.text(told, "type"), told.get("data")
    about = data.get("object") if isinstance(data, dict) else None
    page = session.read(about) if kind in KINDS else None
    return Heard(session.text(told, "id")[:255], kind[:100], page)


@transaction.atomic
def take(*, heard: Heard, at: datetime) -> Outcome:
    """Do what a notice says; the same notice again finds that it is done.

    Of two that arrive at once the second waits at the unique name for the first.
    """
    notice, is_new = ProviderNotice.objects.get_or_create(
        provider=stripe.KEY,
        event_id=heard.event_id,
        defaults={"kind": heard.kind, "outcome": Outcome.IGNORED, "at": at},
    )
    if is_new and heard.session is not None:
        notice.outcome = settling.believe(session=heard.session, news=heard.news, at=at)
        notice.save(update_fields=["outcome"])
    return Outcome(notice.outcome)
