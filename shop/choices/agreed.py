"""What somebody agreed to, as the page shows it: words, times, and what has left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch

from orders import agreement, telling
from orders.models import Order
from privacy import consent, purposes
from privacy.consent import Consent, What, wording
from privacy.people import Person
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
    why: str
    sentence: str
    at: datetime
    means: str
    back_at: datetime | None
    left: tuple[datetime, ...]
    kept_until: date
    order: Waiting | None

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


def of_person(person: Person) -> list[Agreed]:
    """Return all that a person ever agreed to, newest first."""
    rows = Consent.objects.filter(person=person).order_by("-given_at", "-id")
    return _told(rows)


def of_order(order: Order) -> list[Agreed]:
    """Return the agreement that an order rests on, or rested on."""
    return _told(Consent.objects.filter(pk=order.consent_id))


def asked(orders: Iterable[Order]) -> list[Asked]:
    """Return what could be agreed to for those of some orders that still wait."""
    found = []
    for order in orders:
        sentence = agreement.asked(order)
        if sentence:
            words = consent.digest(sentence)
            found.append(Asked(sentence, words, _waiting(order)))
    return found


def _told(rows: Iterable[Consent]) -> list[Agreed]:
    with_all = Consent.objects.filter(pk__in=[each.pk for each in rows])
    theirs = Prefetch("orders", Order.objects.all())
    found = with_all.prefetch_related("events", "disclosures", theirs)
    in_sequence = found.order_by("-given_at", "-id")
    return [_one(each) for each in in_sequence]


def _one(row: Consent) -> Agreed:
    happened = {each.what: each for each in row.events.all()}
    given, back = happened[What.GIVEN], happened.get(What.WITHDRAWN)
    order = next(iter(row.orders.all()), None)
    return Agreed(
        id=row.pk,
        recipient=row.recipient_name,
        what=wording.listed(row.fields),
        why=Purpose(row.purpose).words,
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
