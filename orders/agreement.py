"""The customer's agreement to the carrier: taking it back, and giving it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders.order import Order
from orders.states import State
from privacy import consent, purposes, recipients
from privacy.consent import Consent, Means, SentenceChanged
from privacy.purposes import Purpose
from privacy.recipients import Basis, UnknownRecipient

CARRIER = "carrier"
_NOT_GONE = frozenset({State.PLACED, State.PAID, State.PACKED})


def standing(order: Order) -> Consent | None:
    """The agreement that can still be taken back: nothing has left yet."""
    agreed = _while_it_waits(order)
    return agreed if agreed and agreed.withdrawn_at is None else None


def taken_back(order: Order) -> Consent | None:
    """The agreement that was taken back, while the parcel waits for another way."""
    agreed = _while_it_waits(order)
    return agreed if agreed and agreed.withdrawn_at is not None else None


def waits(order: Order) -> bool:
    """Whether the parcel is still with us, so that an agreement can stop it."""
    return order.goes_by_carrier and order.state in _NOT_GONE


def asked(order: Order) -> str:
    """The sentence to agree to, or to agree to again, so that the parcel can leave.

    "" where there is nothing to ask: no carrier, or today's words are agreed to.
    """
    if not waits(order):
        return ""
    try:
        carrier = recipients.get(CARRIER)
    except UnknownRecipient:
        return ""
    needs_none = carrier.basis is not Basis.CONSENT
    return "" if needs_none or _is_covered(order) else consent.sentence(carrier)


def take_back(*, order: Order, at: datetime) -> bool:
    """Withdraw the agreement, with effect at once; return whether this did.

    Doing it twice changes nothing. The parcel stays until it is agreed to again.
    """
    agreed = standing(order)
    return agreed is not None and withdraw(order=order, agreed=agreed, at=at)


def withdraw(*, order: Order | None, agreed: Consent, at: datetime) -> bool:
    """Withdraw an agreement, also one on whose word something has left already.

    ``order`` is the one that rests on it, if one does: its page is in the receipt.
    """
    page = _page(order) if order else ""
    return consent.withdraw(consent=agreed, at=at, means=Means.BUTTON, page=page)


@transaction.atomic
def agree_again(*, order: Order, words: str, at: datetime) -> bool:
    """Agree to today's sentence for a waiting order; return whether this did.

    ``words`` is the SHA-256 of the sentence that was shown. Doing it twice changes
    nothing: of two at once the second finds the first. Raises SentenceChanged when
    other words are today's.
    """
    held = Order.objects.select_for_update().get(pk=order.pk)
    sentence = asked(held)
    if not sentence:
        return False
    if words != consent.digest(sentence):
        raise SentenceChanged("Show the sentence again: it has changed.")
    held.consent = consent.give(
        person=held.person,
        recipient=CARRIER,
        sentence=sentence,
        at=at,
        means=Means.BUTTON,
        page=_page(held),
    )
    held.save(update_fields=["consent"])
    return True


def _while_it_waits(order: Order) -> Consent | None:
    agreed: Consent | None = order.consent
    return agreed if agreed is not None and order.state in _NOT_GONE else None


def _is_covered(order: Order) -> bool:
    agreed: Consent | None = order.consent
    to = recipients.get(CARRIER)
    return agreed is not None and agreed.covers(
        person=order.person, recipient=to, fields=to.fields
    )


def _page(order: Order) -> str:
    """The order's own page, on which it can be taken back and given again."""
    with purposes.using(Purpose.OWN_REQUEST):
        return order.url_for_customer() if order.link else ""
