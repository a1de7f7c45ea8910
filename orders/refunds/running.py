"""Refunds through a payment provider, which is told once and asked again if unsure.

The provider knows each refund by our id for it, and pays once for an id: whoever was
killed in the middle is followed by another who asks the same again.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from orders import payments
from orders.payment import Payment
from orders.refunds import ending
from orders.refunds.refund import Refund, State

PAUSE = timedelta(minutes=2)
"""How long one worker has before another may ask the same."""

KEY_LIVES = timedelta(hours=23)
"""How long a provider surely knows our key: Stripe forgets it after 24 hours."""

logger = logging.getLogger(__name__)


def run(refund: Refund, *, at: datetime) -> bool:
    """Have the provider send the money; return whether it did.

    Only one of those who try at once gets through. A provider that can't be reached
    leaves the refund as it is: the sweep comes again. One that says no leaves it to
    staff, and so does a try that broke off so long ago that the key may be forgotten.
    """
    if refund.tried_at is not None and at - refund.tried_at > KEY_LIVES:
        ending.failed(refund=refund, at=at, by=None)
        return False
    if not _claimed(refund, at=at):
        return False
    payment: Payment = refund.order.payment
    try:
        provider = payments.method(refund.method)
        reference = provider.refund(payment, refund.amount, refund.pk, at)
    except payments.Refused:
        ending.failed(refund=refund, at=at, by=None)
        return False
    except Exception as error:
        # Its text could hold a value.
        logger.warning("refund %s not sent: %s", refund.pk, type(error).__name__)
        return False
    _noted(refund, reference)
    ending.sent(refund=refund, at=at, by=None)
    return True


def waiting(*, at: datetime) -> Any:
    """Return the refunds that a worker should have sent by now."""
    return _free(at=at).with_order().order_by("opened_at", "pk")


def _free(*, at: datetime) -> Any:
    untried = Q(tried_at=None) | Q(tried_at__lte=at - PAUSE)
    return Refund.objects.filter(untried, state=State.SENDING)


def _claimed(refund: Refund, *, at: datetime) -> bool:
    return bool(_free(at=at).filter(pk=refund.pk).update(tried_at=at))


def _noted(refund: Refund, reference: str) -> None:
    """Keep the provider's name for it, which is sealed."""
    refund.reference = reference
    refund.save(update_fields=["reference"])
