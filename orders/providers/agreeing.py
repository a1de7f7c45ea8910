"""The customer's agreement that a provider hears of the order: given, and taken back.

It is asked for at checkout, with an empty box, and can be given or taken back on the
page where the order is paid.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders import payments
from orders.order import Order
from orders.payment import Payment
from orders.payments import UnknownMethod
from orders.providers import tasks
from privacy import consent, purposes, recipients
from privacy.consent import Consent, Means, SentenceChanged
from privacy.nudging import nudge
from privacy.purposes import Purpose
from privacy.recipients import Recipient, UnknownRecipient


def recipient(method_key: str) -> Recipient | None:
    """The company that hears of an order paid that way; None where nobody does."""
    try:
        key = payments.method(method_key).recipient
        return recipients.get(key) if key else None
    except (UnknownMethod, UnknownRecipient):
        return None


def sentence(method_key: str) -> str:
    """The words beside the box; "" where nobody else hears of it."""
    to = recipient(method_key)
    return consent.sentence(to) if to else ""


def without_it(method_key: str) -> str:
    """What to say where the box stayed empty, with the ways that remain."""
    open_to_all = [way.name for way in payments.methods() if not way.recipient]
    to = recipient(method_key)
    name = to.name if to else "Another company"
    return (
        f"{name} can’t take your payment unless you tick the box that lets us tell them"
        f" of your order. You can choose {' or '.join(open_to_all)}."
    )


@transaction.atomic
def agree(*, order: Order, words: str, at: datetime, means: Means = Means.BOX) -> bool:
    """Record that the customer agreed to ``words``; return whether this did.

    Agreeing to what is agreed to changes nothing. Raises SentenceChanged when the
    words are not today's.
    """
    payment: Payment = Payment.objects.select_for_update().get(order=order)
    to = recipient(payment.method)
    if to is None or not payment.is_unsettled or covers(payment):
        return False
    payment.consent = consent.give(
        person=order.person,
        recipient=to.key,
        sentence=words,
        at=at,
        means=means,
        page=_page(order),
    )
    payment.save(update_fields=["consent"])
    nudge(tasks.open_page, str(order.pk))
    return True


def agree_again(*, order: Order, digest: str, at: datetime) -> bool:
    """Agree by a button to today's sentence, which the page showed: its hash."""
    words = sentence(order.payment.method)
    if digest != consent.digest(words):
        raise SentenceChanged("Show the sentence again: it has changed.")
    return agree(order=order, words=words, at=at, means=Means.BUTTON)


def take_back(*, order: Order, at: datetime) -> bool:
    """Withdraw the agreement, with effect at once; return whether this did."""
    agreed = standing(order.payment)
    if agreed is None:
        return False
    return consent.withdraw(
        consent=agreed, at=at, means=Means.BUTTON, page=_page(order)
    )


def standing(payment: Payment) -> Consent | None:
    """The agreement that can be taken back."""
    agreed: Consent | None = payment.consent
    return agreed if agreed is not None and agreed.stands else None


def covers(payment: Payment) -> bool:
    """Whether today's sentence is agreed to for this payment."""
    agreed, to = payment.consent, recipient(payment.method)
    return (
        agreed is not None
        and to is not None
        and agreed.covers(person=payment.person, recipient=to, fields=to.fields)
    )


def _page(order: Order) -> str:
    """The order's own page, from which it can be taken back."""
    with purposes.using(Purpose.OWN_REQUEST):
        return order.url_for_customer() if order.link else ""
