"""The account that money goes back to: what it is made of, and its masked form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import TextChoices

from privacy import masking

_SHOWN = 4


class Kind(TextChoices):
    """How the accounts of a country are written."""

    UK = "uk", "Account in the United Kingdom"
    IBAN = "iban", "Account with an IBAN"
    US = "us", "Account in the United States"
    OTHER = "other", "Account elsewhere"


@dataclass(frozen=True, repr=False)
class Account:
    """One account, as a bank needs it to send money there.

    Arguments:
        kind: a value of Kind.
        holder: whose it is, as the bank knows them.
        number: an IBAN, or the bank's own number for the account; no blanks.
        bank: what names the bank beside it: a sort code of six digits (Pay.UK), a
            routing number of nine (ABA), or a BIC (ISO 9362); "" with an IBAN.
    """

    kind: str
    holder: str
    number: str
    bank: str = ""

    def __repr__(self) -> str:
        return f"<Account of kind {self.kind}>"


_BANK: dict[str, str] = {
    Kind.UK: "Sort code",
    Kind.US: "Routing number",
    Kind.OTHER: "BIC",
}


def mask(account: Account) -> str:
    """Return the last four signs and no more: "account ending 5819"."""
    return f"account ending {masking.DOTS} {account.number[-_SHOWN:]}"


def lines(account: Account) -> list[str]:
    """Return the account as somebody types it into their bank's page."""
    number = account.number
    if account.kind == Kind.IBAN:
        return [account.holder, f"IBAN {_grouped(number, 4)}"]
    bank = _grouped(account.bank, 2) if account.kind == Kind.UK else account.bank
    # A kind that is offered no longer still reads.
    named = _BANK.get(account.kind, "Bank")
    return [account.holder, f"{named} {bank}", f"Account number {number}"]


def _grouped(text: str, size: int) -> str:
    return " ".join(re.findall(f".{{1,{size}}}", text))
