"""Numbers of ours that people quote in what they write: they pass the screening."""

from __future__ import annotations

import re
from collections.abc import Iterable

from orders import numbers, terms
from privacy.identifiers import ALPHABET
from privacy.screening import passing


def patterns() -> Iterable[str]:
    """Yield what order numbers, transfer references and our own account look like.

    "FW-7K2M9Q" with or without its dash, and the account in one piece or in fours.
    """
    sign = f"[{ALPHABET}]"
    longest = max(numbers.LENGTH, numbers.REFERENCE_LENGTH)
    yield rf"{re.escape(terms.order_prefix())}(?:[ .-]?{sign}){{{longest}}}"
    yield "[ ]?".join(terms.bank_account().iban.replace(" ", ""))


def register() -> None:
    """Let them pass."""
    passing.register("orders", patterns)
