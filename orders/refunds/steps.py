"""What staff can do with a refund: each verb with its button, right and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from orders.refunds import calling_off, refunding
from orders.refunds.refund import Refund, State
from orders.refunds.section import OPEN, SEND
from privacy.people import Person


@dataclass(frozen=True)
class Step:
    """One verb: its button, what it says when done, and the refunds that it fits.

    Arguments:
        done: the end of a sentence that begins with the amount.
        right: what whoever does it needs; what sends money is for a second person.
        before: what to know before pressing the button.
        stops: whether it leads away from the money being sent.
    """

    label: str
    done: str
    verb: Callable[..., None]
    fits: Callable[[Refund], bool]
    right: str = SEND
    before: str = ""
    stops: bool = False


def _to_transfer(refund: Refund) -> bool:
    return refund.by_transfer and refund.state == State.OPEN


def _for_the_provider(refund: Refund) -> bool:
    return not refund.by_transfer and refund.state in (State.OPEN, State.FAILED)


STEPS = {
    "sent": Step(
        "Mark as sent",
        "is sent, and its account deleted",
        refunding.sent,
        _to_transfer,
        before="Send it at the bank first, with the order’s number as its reference. "
        "Then mark it as sent: the customer gets a letter, and the account is deleted.",
    ),
    "release": Step(
        "Let the provider send it",
        "is on its way to the provider",
        refunding.release,
        _for_the_provider,
        before="The provider is told once. The customer gets a letter when it is done.",
    ),
    "by-transfer": Step(
        "Send it by bank transfer instead",
        "waits for the customer’s account",
        refunding.by_transfer_instead,
        lambda refund: refund.state == State.FAILED,
    ),
    "failed": Step(
        "The account does not work",
        "waits for another account",
        refunding.failed,
        lambda refund: refund.by_transfer and refund.state in (State.OPEN, State.SENT),
        stops=True,
    ),
    "call-off": Step(
        "Call it off",
        "is called off, and the customer told",
        refunding.call_off,
        lambda refund: not calling_off.why_not(refund, at=timezone.now()),
        right=OPEN,
        before="Call off only what was agreed to by mistake, within three days: the "
        "customer reads in a letter that the money is not sent.",
        stops=True,
    ),
}
"""What can be done with a refund, the next sensible thing first."""


def steps_of(refund: Refund, by: Person) -> list[tuple[str, Step]]:
    """Return what this member of staff can do with it now, by the key of each verb."""
    own = by.pk == refund.opened_by_id
    return [
        (key, step)
        for key, step in STEPS.items()
        if step.fits(refund)
        and by.has_perm(step.right)
        and not (own and step.right == SEND)
    ]
