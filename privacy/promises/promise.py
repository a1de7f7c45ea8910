"""The promises, the probes that measure them, and what a probe may find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

FEW = 10
"""Smaller numbers are not told in public: they could point at somebody."""


class Verdict(StrEnum):
    """What can be said of a promise."""

    KEPT = "kept"
    BROKEN = "not kept"
    LATE = "late"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class Finding:
    """What a probe measured.

    Arguments:
        kept: whether that is as promised; None where nothing could be measured.
        words: one sentence for the policy page, without numbers below FEW.
        counts: the exact numbers, for the shop's owner.
    """

    kept: bool | None
    words: str
    counts: Mapping[str, int] = field(default_factory=dict)


Probe = Callable[[datetime], Finding]


@dataclass(frozen=True)
class Promise:
    """One sentence of the policy. `key` is its number, such as "C1"."""

    key: str
    sentence: str


PROMISES = {
    promise.key: promise
    for promise in (
        Promise("A1", "We take data to handle orders, deliver, and look after sales."),
        Promise(
            "A2",
            "We hold only a name, an email address, a delivery address, how a payment "
            "was checked, and the orders themselves.",
        ),
        Promise(
            "A3",
            "We take no identity documents, no photos, and nothing that an order does "
            "not need.",
        ),
        Promise("A4", "We count with the privacy law of the country you live in."),
        Promise(
            "B1",
            "We use data only to confirm orders, deliver, solve problems, send "
            "official notices, talk with you, and do what you ask for.",
        ),
        Promise("B2", "We give nothing to anybody else unless you agree in writing."),
        Promise("B3", "We send no advertising."),
        Promise("C1", "We encrypt what we hold, with a key of your own."),
        Promise("C2", "We keep strangers out."),
        Promise("C3", "What can't be undone takes two people."),
        Promise("C4", "Staff see what they need, for a reason that is written down."),
        Promise("C5", "We guard against loss and tampering."),
        Promise("D1", "You can see, change and clear what we hold."),
        Promise("D2", "What you ask on the Contact page is answered in time."),
        Promise("D3", "We make sure that it is you, and ask for no document."),
        Promise("D4", "What you asked for is done, completely and in time."),
    )
}


@dataclass(frozen=True)
class Registered:
    """A probe, its name, and the promise that it measures."""

    promise: str
    name: str
    probe: Probe


_registered: dict[str, Registered] = {}


def measures(promise: str, name: str) -> Callable[[Probe], Probe]:
    """Let a function measure a promise; raise KeyError when there is no such promise.

    `name` says what is looked at, such as "sealed values"; it is unique.
    """
    key = PROMISES[promise].key

    def register(probe: Probe) -> Probe:
        _registered[name] = Registered(key, name, probe)
        return probe

    return register


def probes(promise: str = "") -> Iterator[Registered]:
    """Return the probes of one promise, or of all in the order of the promises."""
    for key in PROMISES:
        if promise in ("", key):
            yield from (each for each in _registered.values() if each.promise == key)


def told(count: int, none: str, some: str) -> str:
    """Return a sentence with a number fit for everybody: none, fewer than 10, 1,200.

    `none` is the sentence where there is nothing; in `some` the number stands for {}.
    The public sees no number below FEW but none.
    """
    if count == 0:
        return none
    number = f"fewer than {FEW}" if count < FEW else f"{count:,}"
    sentence = some.format(number)
    return sentence[0].upper() + sentence[1:]
