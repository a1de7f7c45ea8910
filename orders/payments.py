"""Ways to pay, behind one small protocol: bank transfer, and a test in the demo.

A provider prepares a payment and says how it is verified. Whatever settles it goes
through fulfilment.mark_paid, so that state, story and letter stay together. No
provider ever sees a card number through a form of ours. docs/payments.md has it all.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from orders import numbers, terms
from orders.event import Event, Verb
from orders.order import Order
from orders.payment import Payment, PaymentVerification
from orders.states import UNSETTLED, PaymentState
from privacy import purposes
from privacy.people import Person
from privacy.purposes import Purpose


class UnknownMethod(Exception):
    """Nobody can pay that way here; the text says what to do."""


class AlreadySettled(Exception):
    """The payment was paid or cancelled before; nothing was changed."""


class Refused(Exception):
    """The provider says no, and will say no again; the text tells staff what to do."""


class Unreachable(Exception):
    """The provider gave no answer. The same may be asked again, with the same key."""


class Provider(Protocol):
    """One way to pay.

    ``key`` is kept with the payment, ``name`` and ``hint`` are shown beside the
    choice. ``page`` names the address of ours where it is paid, or where the way to
    the provider's own page is; "" where there is none. ``recipient`` is the key on the
    register of the company that hears of the order, "" where nobody does: without
    consent to it that way is not open. ``refunds`` says whether money goes back by
    itself, through ``refund``, or by the hand of staff.
    """

    key: str
    name: str
    hint: str
    page: str
    recipient: str
    refunds: bool

    @property
    def pays_here(self) -> bool:
        """Whether the customer goes on to ``page`` from the order."""

    def prepared(self) -> PaymentVerification:
        """A new verification record, before the customer has done anything."""

    def result(self) -> str:
        """What the record says once the money is known to be there."""

    def refund(self, payment: Payment, amount: Decimal, key: UUID, at: datetime) -> str:
        """Send part of a payment back and return the provider's name for that.

        ``amount`` is in minor units of the payment's currency. Asked again with the
        same ``key`` it sends nothing more and returns the same. It may talk to another
        machine, so it is never called within a transaction. Raises Refused or
        Unreachable.
        """


class BankTransfer:
    """The customer sends money with a reference; staff match it by hand."""

    key = "transfer"
    name = "Bank transfer"
    hint = "We show you our account and a reference. It leaves once the money is here."
    page = recipient = ""
    pays_here = refunds = False

    def prepared(self) -> PaymentVerification:
        """A record with a new reference that notices slips of typing."""
        code = numbers.new_reference(terms.order_prefix())
        return PaymentVerification(provider=self.key, code=code)

    def result(self) -> str:
        """Somebody matched the reference with the account."""
        return "matched"

    def refund(self, payment: Payment, amount: Decimal, key: UUID, at: datetime) -> str:
        """Nobody but staff can send money from our account: Refused."""
        raise Refused("A bank transfer goes back by hand.")


class TestProvider:
    """A page of our own that says yes or no. Exists in the demo only."""

    key = "test"
    name = "Test payment"
    hint = "Nothing is charged. You choose whether it is approved or declined."
    page, recipient = "orders:pay", ""
    pays_here = refunds = True

    def prepared(self) -> PaymentVerification:
        """A record without a reference: the page knows its payment."""
        return PaymentVerification(provider=self.key)

    def result(self) -> str:
        """Somebody pressed Approve."""
        return "approved"

    def refund(self, payment: Payment, amount: Decimal, key: UUID, at: datetime) -> str:
        """Nothing was charged and nothing moves; the same key has the same answer."""
        return f"test-{uuid5(payment.pk, str(key))}"


_OFFERED: list[Callable[[], Provider | None]] = []


def offer(source: Callable[[], Provider | None]) -> None:
    """Offer one more way to pay, whenever ``source`` has it: settings decide."""
    if source not in _OFFERED:
        _OFFERED.append(source)


def methods() -> tuple[Provider, ...]:
    """Every way to pay, the usual one first; the test one in the demo alone."""
    more = [provider for source in _OFFERED if (provider := source())]
    ours = (BankTransfer(), TestProvider()) if settings.DEMO else (BankTransfer(),)
    return (*ours, *more)


def method(key: str) -> Provider:
    """The provider with that key, or UnknownMethod."""
    for provider in methods():
        if provider.key == key:
            return provider
    raise UnknownMethod("Choose how you want to pay")


def open_payment(*, order: Order, method_key: str, at: datetime) -> Payment:
    """Open the order's payment, in the transaction that places the order.

    Raises IntegrityError when the reference that was drawn is taken already: the
    order is placed again then, with another.
    """
    provider = method(method_key)
    payment: Payment = Payment.objects.create(
        person_id=order.person_id,
        order=order,
        method=provider.key,
        currency=order.currency,
        amount=order.total,
        verification=provider.prepared(),
        opened_at=at,
    )
    return payment


def settle(*, order: Order, at: datetime, by: Person | None) -> None:
    """Note that the order's money is here. Part of fulfilment.mark_paid.

    ``by`` is the member of staff who matched it; None where the provider said so.
    """
    payment = _unsettled(order)
    verify(payment, result=_result(payment), at=at)
    payment.state = PaymentState.PAID
    payment.settled_at, payment.settled_by = at, by
    payment.save()


def decline(*, order: Order, at: datetime) -> None:
    """Note that the bank said no. The customer may try again.

    Raises AlreadySettled when the payment was paid or cancelled in the meantime.
    """
    with transaction.atomic():
        order.lock()
        payment = _unsettled(order)
        verify(payment, result="declined", at=at)
        payment.state = PaymentState.DECLINED
        payment.save()
        Event.objects.create(
            person_id=order.person_id, order=order, verb=Verb.DECLINED, at=at
        )


def close(*, order: Order, at: datetime, by: Person | None) -> None:
    """Follow the order to its end: what nobody paid is cancelled with it."""
    payments = Payment.objects.filter(order=order)
    payments.filter(state__in=UNSETTLED).update(
        state=PaymentState.CANCELLED, settled_at=at, settled_by=by
    )
    payments.update(closed_at=at)


def _unsettled(order: Order) -> Payment:
    """The order's payment under a lock, while it can still be settled."""
    rows = Payment.objects.select_for_update()
    payment: Payment | None = rows.filter(order=order, state__in=UNSETTLED).first()
    if payment is None:
        raise AlreadySettled("This payment is settled already.")
    return payment


def verify(payment: Payment, *, result: str, at: datetime) -> None:
    """Write the result into the sealed record; its reference stays, its page goes.

    The caller saves the payment.
    """
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        known = payment.verification
        payment.verification = dataclasses.replace(
            known, result=result, checked_at=at.isoformat(), page=None
        )


def _result(payment: Payment) -> str:
    """The provider's word for success; a provider that is gone counts as matched."""
    try:
        return method(payment.method).result()
    except UnknownMethod:
        return "matched"
