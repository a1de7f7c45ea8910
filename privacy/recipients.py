"""The register of who may receive something: which values, what for, on what basis.

It is `settings.RECIPIENTS`. What an entry has to say depends on its basis. A program
whose register is not complete does not start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from privacy.purposes import Purpose

MAIL = "mail"
"""The key of whoever runs a mail relay outside."""
LOOPBACK = re.compile(r"(localhost|127(\.\d{1,3}){3}|::1|)", re.ASCII)
PORTS = {"https": 443, "http": 80}
KEY = re.compile(r"[\w-]{43}", re.ASCII)
# Backends that hand a letter to nobody: files, memory, the screen.
STAYS = re.compile(r"django\.core\.mail\.backends\.(filebased|locmem|console|dummy)\.")
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class UnknownRecipient(Exception):
    """Nobody of that key is on the register."""


class Basis(StrEnum):
    """What allows that something leaves; there is no other reason."""

    CONSENT = "consent"
    LEGAL_DUTY = "legal_duty"
    PROCESSOR = "processor"


class Endpoint(NamedTuple):
    """Where a connection may lead: a host by name or address, and a port."""

    host: str
    port: int


@dataclass(frozen=True)
class Law:
    """A law that asks for it: its article, where it can be read, and its date."""

    cite: str
    source: str
    date: str

    @property
    def words(self) -> str:
        """Return it as the ledger keeps it."""
        return f"{self.cite} ({self.date}, {self.source})"


@dataclass(frozen=True)
class Contract:
    """A contract of a processor (GDPR Art. 28(3)): its reference and its date.

    `keeps_days` is after how many days the processor has deleted what it got.
    """

    reference: str
    date: str
    keeps_days: int

    @property
    def words(self) -> str:
        """Return it as the ledger keeps it."""
        return f"GDPR Art. 28: contract {self.reference} of {self.date}"


NOTICE_LAW = Law(
    "GDPR Art. 19", "https://eur-lex.europa.eu/eli/reg/2016/679/oj", "2016-04-27"
)
"""It asks us to tell recipients of corrections and erasures; so does the UK GDPR."""


@dataclass(frozen=True)
class Recipient:
    """Who may receive something: key, name, fields, purposes, and on what basis.

    `law` is there for a legal duty, `contract` for a processor. `hosts` are where it
    may be sent. `notices_url` takes word of corrections and erasures; what it answers
    is signed with `notices_key`, the public half of an Ed25519 key in base64url.
    """

    key: str
    name: str
    fields: tuple[str, ...]
    purposes: tuple[Purpose, ...]
    what_for: str
    basis: Basis = Basis.CONSENT
    law: Law | None = None
    contract: Contract | None = None
    hosts: tuple[Endpoint, ...] = ()
    notices_url: str = ""
    notices_key: str = ""

    @property
    def purpose(self) -> Purpose:
        """Return what it is for, where that is one thing."""
        return self.purposes[0]

    @property
    def is_processor(self) -> bool:
        """Whether it works on our instructions: no third party (GDPR Art. 4(10))."""
        return self.basis is Basis.PROCESSOR

    @property
    def ground(self) -> str:
        """Return the law or the contract in words; empty for a consent."""
        said = self.law or self.contract
        return said.words if said else ""

    @property
    def condition(self) -> str:
        """Return on which condition it gets something, to end a sentence."""
        if self.law:
            return f"because the law asks for it: {self.law.cite}"
        if self.contract:
            return (
                "which works for us and on our instructions alone, under a contract "
                f"of {self.contract.date}, and deletes what it got within "
                f"{self.contract.keeps_days} days"
            )
        return "only if you agree in writing"

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return every place to which something may leave for it."""
        if not self.notices_url:
            return self.hosts
        there = urlsplit(self.notices_url)
        port = there.port or PORTS.get(there.scheme, 0)
        return (*self.hosts, Endpoint(there.hostname or "", port))


def get(key: str) -> Recipient:
    """Return the recipient with this key, or raise UnknownRecipient."""
    try:
        entry = settings.RECIPIENTS[key]
    except KeyError:
        raise UnknownRecipient(f"{key!r} is not on the register.") from None
    law, contract = entry.get("law"), entry.get("contract")
    return Recipient(
        key=key,
        name=entry["name"],
        fields=tuple(entry["fields"]),
        purposes=tuple(Purpose(each) for each in _purposes(entry)),
        what_for=entry["what_for"],
        basis=Basis(entry.get("basis", Basis.CONSENT)),
        law=Law(**law) if law else None,
        contract=Contract(**contract) if contract else None,
        hosts=tuple(Endpoint(host, port) for host, port in entry.get("hosts", ())),
        notices_url=entry.get("notices_url", ""),
        notices_key=entry.get("notices_key", ""),
    )


def everybody() -> list[Recipient]:
    """Return all who are on the register."""
    return [get(key) for key in settings.RECIPIENTS]


def relay() -> Endpoint | None:
    """Return where letters leave this machine; None while they stay on it.

    A backend of Django's that writes files, or a mail server on this machine, gives
    them to nobody; every other one does, also one that is not known here.
    """
    if STAYS.match(settings.EMAIL_BACKEND):
        return None
    there = Endpoint(settings.EMAIL_HOST or "", settings.EMAIL_PORT)
    inside = settings.EMAIL_BACKEND == SMTP and is_this_machine(there.host)
    return None if inside else there


def is_this_machine(host: str) -> bool:
    """Tell whether a name or address means the machine itself."""
    return LOOPBACK.fullmatch(host) is not None


def require_complete() -> None:
    """Raise ImproperlyConfigured with one sentence if the register lacks something."""
    for fault in faults():
        raise ImproperlyConfigured(fault)


def faults() -> Iterator[str]:
    """Return a sentence for each thing that the register lacks."""
    for key, entry in settings.RECIPIENTS.items():
        said = list(_lacking(entry))
        if said:
            yield f"The recipient {key!r} on the register lacks {', '.join(said)}."
    outside = relay()
    if outside is not None and not _is_registered(outside):
        yield (
            f"Letters leave through {outside.host}, which is not on the register of "
            "recipients: set MAIL_RELAY_NAME, MAIL_RELAY_CONTRACT and "
            "MAIL_RELAY_CONTRACT_DATE, or use a mail server on this machine."
        )


def _is_registered(there: Endpoint) -> bool:
    entry = settings.RECIPIENTS.get(MAIL, {})
    return tuple(there) in {tuple(each) for each in entry.get("hosts", ())}


def _purposes(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(entry.get("purposes") or (entry["purpose"],))


def _lacking(entry: Mapping[str, Any]) -> Iterator[str]:
    yield from (each for each in ("name", "fields", "what_for") if not entry.get(each))
    if not (entry.get("purpose") or entry.get("purposes")):
        yield "purpose"
    elif not set(_purposes(entry)) <= set(Purpose):
        yield "a purpose from the list"
    basis = entry.get("basis", Basis.CONSENT)
    if basis not in set(Basis):
        yield "a basis: consent, legal_duty or processor"
    yield from _lacking_for(basis, entry)
    if entry.get("notices_url"):
        yield from _lacking_for_notices(entry)


def _lacking_for(basis: str, entry: Mapping[str, Any]) -> Iterator[str]:
    law, contract = entry.get("law") or {}, entry.get("contract") or {}
    named = law.get("cite") and law.get("source") and _is_day(law.get("date"))
    if basis == Basis.LEGAL_DUTY and not named:
        yield "its law: cite, source and date"
    if basis == Basis.PROCESSOR:
        keeps = contract.get("keeps_days")
        if not (contract.get("reference") and _is_day(contract.get("date"))):
            yield "its contract: reference and date"
        elif not isinstance(keeps, int) or keeps < 0:
            yield "after how many days it deletes what it got (keeps_days)"


def _lacking_for_notices(entry: Mapping[str, Any]) -> Iterator[str]:
    there = urlsplit(entry["notices_url"])
    safe = there.scheme == "https" or is_this_machine(there.hostname or "?")
    if there.scheme not in PORTS or not safe:
        yield "an https address for notices"
    if not KEY.fullmatch(entry.get("notices_key", "")):
        yield "the public key that signs what it answers (notices_key)"


def _is_day(text: Any) -> bool:
    try:
        date.fromisoformat(text)
    except (TypeError, ValueError):
        return False
    return True
