"""Order numbers, transfer references and secret links: random, never counted.

Numbers in a row would tell every customer how much the shop sells.
"""

from __future__ import annotations

from privacy.identifiers import ALPHABET, new_readable, new_secret

LENGTH = 6
REFERENCE_LENGTH = 6
_LOOK_ALIKE = str.maketrans("", "", " -.")


class Mistyped(ValueError):
    """A transfer reference was typed or read wrongly; the text says so."""


def new_number(prefix: str) -> str:
    """A readable order number such as "FW-7K2M9Q", one of 887 million."""
    return f"{prefix}-{new_readable(LENGTH)}"


def new_link() -> str:
    """The secret of an order's page: more than 128 random bits."""
    return new_secret()


def new_reference(prefix: str) -> str:
    """A reference for a transfer such as "FW7K2M9Q"; its last sign checks the rest.

    The check is a weighted sum modulo 31, a prime as in ISO 7064: it notices any one
    wrong sign and any two signs that changed places.
    """
    body = new_readable(REFERENCE_LENGTH - 1)
    return f"{prefix}{body}{_check(body)}"


def read_reference(typed: str, prefix: str) -> str:
    """The reference as it was given out, from what a person typed in any case.

    Raises Mistyped when the sign at the end does not match the others.
    """
    text = typed.upper().translate(_LOOK_ALIKE).removeprefix(prefix)
    whole = len(text) == REFERENCE_LENGTH and set(text) <= set(ALPHABET)
    if not whole or _check(text[:-1]) != text[-1]:
        raise Mistyped("That reference has a slip in it. Look at it sign by sign.")
    return prefix + text


def _check(body: str) -> str:
    """The sign that makes the weighted sum of all signs divisible by 31."""
    total = sum(
        weight * ALPHABET.index(sign) for weight, sign in enumerate(body, start=2)
    )
    return ALPHABET[-total % len(ALPHABET)]
