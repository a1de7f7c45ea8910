"""The customer gives the account that money goes to; unused, it goes on its date."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from orders.event import Verb
from orders.refunds import saying
from orders.refunds.account import Account
from orders.refunds.moving import lock, move
from orders.refunds.refund import ACCOUNT_DAYS, TRANSFER, Refund, State
from orders.states import WrongState

AT_ONCE = 100


def give(*, refund: Refund, account: Account, at: datetime) -> None:
    """Keep the account for this refund alone, instead of one that was given before.

    Raises WrongState when the money is on its way, or needs no account.
    """
    with transaction.atomic():
        lock(refund)
        if not refund.takes_account:
            raise WrongState("The money is on its way. The account can’t change now.")
        refund.account, refund.state = account, State.OPEN
        refund.account_until = at + timedelta(days=ACCOUNT_DAYS)
        refund.save(update_fields=["account", "account_until", "state"])


def forget_unused(*, at: datetime) -> int:
    """Delete the accounts that waited too long, and ask for them again.

    One letter each. Returns how many there were.
    """
    stale = Refund.objects.filter(
        Q(account__isnull=True) | Q(account_until__lte=at),
        state=State.OPEN,
        method=TRANSFER,
    )
    found = list(stale.order_by("opened_at", "pk")[:AT_ONCE])
    for refund in found:
        _ask_again(refund, at=at)
    return len(found)


def _ask_again(refund: Refund, *, at: datetime) -> None:
    with transaction.atomic():
        lock(refund)
        if refund.state != State.OPEN or refund.has_account_at(at):
            return
        move(refund, State.OPEN, state=State.AWAITING_ACCOUNT, account=None)
        saying.tell(refund, Verb.REFUND_OPENED, order=refund.order, at=at, again=True)
