"""What somebody agreed to, as the page shows it: words, times, and what has left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from orders import agreement, telling
from orders.models import Order
from privacy import consent, purposes
from privacy.consent import Consent, What, wording
from privacy.purposes import Purpose


@dataclass(frozen=True, repr=False)
class Waiting:
    """The order behind an agreement: its number, its page, and whether it is here."""

    number: str
    path: str
    now: str
    waits: bool


@dataclass(frozen=True, repr=False)
class Agreed:
    """One agreement. `back_at` is when it was taken back, None while it stands."""

    id: UUID
    recipient: str
    what: str
    sentence: str
    at: datetime
    means: str
    back_at: datetime | None
    left: tuple[datetime, ...]
    kept_until: date
    order: Waiting | None
    again: Asked | None = None

    @property
    def stands(self) -> bool:
        """Whether it can be taken back."""
        return self.back_at is None


@dataclass(frozen=True, repr=False)
class Asked:
    """A sentence to agree to, so that a waiting order can leave; its hash and order."""

    sentence: str
    words: str
    order: Waiting


@dataclass(frozen=True, repr=False)
class Told:
    """All that the page shows: what was agreed to, and what else could be."""

    agreed: tuple[Agreed, ...]
    asked: tuple[Asked, ...]


def told(rows: QuerySet[Consent], orders: Iterable[Order]) -> Told:
    """Return some consents, newest first, and what the orders that wait still need.

    What could be agreed to again stands beside what was taken back.
    """
    asked = {each.order.number: each for each in _asked(orders)}
    theirs = Prefetch("orders", Order.objects.all())
    found = rows.prefetch_related("events", "disclosures", theirs)
    agreed = [_one(each) for each in found.order_by("-given_at", "-id")]
    paired = tuple(
        replace(each, again=asked.pop(each.order.number, None) if each.order else None)
        for each in agreed
    )
    return Told(paired, tuple(asked.values()))


def _asked(orders: Iterable[Order]) -> Iterator[Asked]:
    for order in orders:
        sentence = agreement.asked(order)
        if sentence:
            yield Asked(sentence, consent.digest(sentence), _waiting(order))


def _one(row: Consent) -> Agreed:
    happened = {each.what: each for each in row.events.all()}
    given, back = happened[What.GIVEN], happened.get(What.WITHDRAWN)
    order = next(iter(row.orders.all()), None)
    return Agreed(
        id=row.pk,
        recipient=row.recipient_name,
        what=wording.listed(row.fields),
        sentence=row.sentence,
        at=given.at,
        means=given.get_means_display(),
        back_at=back.at if back else None,
        left=tuple(sorted(each.at for each in row.disclosures.all())),
        kept_until=row.kept_until,
        order=_waiting(order) if order else None,
    )


def _waiting(order: Order) -> Waiting:
    with purposes.using(Purpose.OWN_REQUEST):
        path = order.path_for_customer() if order.link else ""
        return Waiting(
            number=order.number,
            path=path,
            now=telling.now(order),
            waits=agreement.waits(order),
        )
