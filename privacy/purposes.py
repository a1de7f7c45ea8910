"""What personal data may be used for: a closed list, and the use that is under way.

There is no purpose for promotion, so no code can name one.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import ImproperlyConfigured


class Purpose(StrEnum):
    """Everything that this shop uses personal data for."""

    ORDER_CONFIRMATION = "order_confirmation"
    DELIVERY = "delivery"
    AFTER_SALES = "after_sales"
    REFUND = "refund"
    OFFICIAL_NOTICE = "official_notice"
    CONVERSATION = "conversation"
    OWN_REQUEST = "own_request"
    ACCOUNTING = "accounting"

    @property
    def words(self) -> str:
        """Return what the purpose is, in words for a page."""
        return _TEXTS[self].words

    @property
    def legal_basis(self) -> str:
        """Return the article of the law that allows it (EU GDPR, as of 2016/679)."""
        return _TEXTS[self].legal_basis

    @property
    def policy(self) -> str:
        """Return the sentence of the policy about it."""
        return _TEXTS[self].policy

    @property
    def letters(self) -> Most:
        """Return how many letters for it one person, or one request, may get."""
        return _TEXTS[self].letters


@dataclass(frozen=True)
class Most:
    """How many letters may go within an hour, and how many within a day."""

    an_hour: int
    a_day: int


AT_ONE_ADDRESS = Most(an_hour=20, a_day=60)
"""Whoever it is for: a stranger can order, and file requests, under any address.

Official notices don't count here, so that nobody keeps one back by ordering a lot.
"""


@dataclass(frozen=True)
class Text:
    """What a purpose says: for a page, for the law, and for the policy.

    Arguments:
        words: ends "We use it …", such as "to deliver the order".
        legal_basis: the article of the law that allows it.
        policy: the sentence of the privacy policy.
        letters: how many letters for it one person or one request may get.
    """

    words: str
    legal_basis: str
    policy: str
    letters: Most


_CONTRACT = "GDPR Art. 6(1)(b): to carry out the contract"
_LAW = "GDPR Art. 6(1)(c): the law asks for it"

_TEXTS = {
    Purpose.ORDER_CONFIRMATION: Text(
        "to confirm the order",
        _CONTRACT,
        "We confirm your order by email and show it to you on its own page.",
        Most(an_hour=12, a_day=40),
    ),
    Purpose.DELIVERY: Text(
        "to deliver the order",
        _CONTRACT,
        "We pack your order and bring it to the address you gave.",
        Most(an_hour=12, a_day=40),
    ),
    Purpose.AFTER_SALES: Text(
        "to solve problems after the sale",
        _CONTRACT,
        "We look your order up when something is wrong with it.",
        Most(an_hour=12, a_day=40),
    ),
    Purpose.REFUND: Text(
        "to send money back",
        _CONTRACT,
        "When we owe you money, we ask for an account to send it to. We use it for "
        "that alone and delete it once the money is sent.",
        Most(an_hour=4, a_day=8),
    ),
    Purpose.OFFICIAL_NOTICE: Text(
        "to send official notices",
        _LAW,
        "We tell you what you have to know: of a change of this policy, of a change "
        "of your password, of what became of your request.",
        Most(an_hour=10, a_day=20),
    ),
    Purpose.CONVERSATION: Text(
        "to talk with the customer",
        _CONTRACT,
        "We answer what you ask us. We write nothing that you did not ask for.",
        Most(an_hour=12, a_day=40),
    ),
    Purpose.OWN_REQUEST: Text(
        "to do what the person asks for themselves",
        _LAW,
        "We show, copy, correct and erase what we hold about you when you ask.",
        Most(an_hour=12, a_day=40),
    ),
    Purpose.ACCOUNTING: Text(
        "to keep the books that tax law asks for",
        _LAW,
        "We keep the books for as long as tax law asks. Your name and address stay "
        "on the invoice alone, locked away under a key of its own.",
        Most(an_hour=4, a_day=8),
    ),
}


def checked(
    purposes: Iterable[Purpose], texts: Mapping[Any, Text]
) -> Mapping[Any, Text]:
    """Return `texts`, or raise ImproperlyConfigured when one of them says too little.

    A purpose without its words, its legal basis and its sentence in the policy must
    not start: nobody could be told what their data is used for.
    """
    for purpose in purposes:
        text = texts.get(purpose)
        if text is None or not _is_whole(text):
            raise ImproperlyConfigured(
                f"The purpose {purpose.value} needs words, a legal basis, a sentence "
                "for the policy and a limit of its letters: write them in "
                "privacy/purposes.py."
            )
    return texts


def _is_whole(text: Text) -> bool:
    said = text.words and text.legal_basis and text.policy
    return bool(said) and 0 < text.letters.an_hour <= text.letters.a_day


checked(Purpose, _TEXTS)


class PurposeRefused(Exception):
    """A value was to be opened without a purpose, or for one it is not there for."""


@dataclass(frozen=True)
class Use:
    """A use of personal data that is under way: what for, and by whom."""

    purpose: Purpose
    by: Any = None


_under_way: ContextVar[Use | None] = ContextVar("use_under_way", default=None)


@contextmanager
def using(purpose: Purpose, *, by: Any = None) -> Iterator[Use]:
    """Open sealed values for `purpose` until the block ends.

    `by` is the person who does it; None stands for the program itself. Within another
    use the inner one counts alone.
    """
    use = Use(Purpose(purpose), by)
    token = _under_way.set(use)
    try:
        yield use
    finally:
        _under_way.reset(token)


# Returns the use that is under way, or None. Not wrapped: each read asks it.
under_way = _under_way.get


@contextmanager
def suspended() -> Iterator[None]:
    """Let nothing be opened until the block ends, whatever use is under way."""
    token = _under_way.set(None)
    try:
        yield
    finally:
        _under_way.reset(token)


def require(allowed: Container[Purpose], *, name: str) -> None:
    """Raise PurposeRefused unless the use under way is one of `allowed`.

    A tuple is faster than a set here: equal purposes are the same object. `name` is
    the column's, for the message.
    """
    use = _under_way.get()
    if use is None:
        raise PurposeRefused(f"{name} was opened without a purpose.")
    if use.purpose not in allowed:
        raise PurposeRefused(f"{name} may not be opened for {use.purpose.value}.")
