"""The customer gives the account that money goes to; unused, it goes on its date.

Whoever has the link of an order can give one: so each that is new is told by letter to
the address of the order, and stands in its story.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from orders.event import Event, Verb
from orders.refunds import saying
from orders.refunds.account import Account
from orders.refunds.moving import lock, move
from orders.refunds.refund import ACCOUNT_DAYS, TRANSFER, Refund, State
from orders.states import WrongState
from privacy import purposes
from privacy.purposes import Purpose

AT_ONCE = 100


def give(*, refund: Refund, account: Account, at: datetime) -> None:
    """Keep the account for this refund alone, instead of one that was given before.

    The customer is told by letter, unless it is the one that is held. Raises WrongState
    when the money is on its way or stays here, or needs no account.
    """
    with transaction.atomic():
        lock(refund)
        if not refund.takes_account:
            raise WrongState("The money is on its way. The account can’t change now.")
        new = not _is_held(refund, account)
        refund.account, refund.state = account, State.OPEN
        refund.account_until = at + timedelta(days=ACCOUNT_DAYS)
        refund.save(update_fields=["account", "account_until", "state"])
        if new:
            _tell(refund, at=at)


def _is_held(refund: Refund, account: Account) -> bool:
    with purposes.using(Purpose.REFUND):
        return bool(refund.account == account)


def _tell(refund: Refund, *, at: datetime) -> None:
    Event.objects.create(
        person_id=refund.person_id,
        order_id=refund.order_id,
        verb=Verb.ACCOUNT_GIVEN,
        part=refund.pk,
        at=at,
    )
    saying.tell(refund, Verb.ACCOUNT_GIVEN, order=refund.order, at=at)


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
