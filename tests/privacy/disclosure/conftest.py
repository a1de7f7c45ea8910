"""Recipients of each kind, and a consent to one of them."""

from __future__ import annotations

import pytest

from privacy import consent, recipients

BOOKS = {
    "name": "Tallis & Daughter",
    "fields": ("contact_name",),
    "purpose": "accounting",
    "what_for": "to look through the books",
    "basis": "legal_duty",
    "law": {
        "cite": "Companies Act 2006 s. 386",
        "source": "https://www.legislation.gov.uk/ukpga/2006/46/section/386",
        "date": "2006-11-08",
    },
}
RELAY = {
    "name": "Quayside Mail",
    "fields": ("email", "content"),
    "purposes": ("order_confirmation", "delivery", "official_notice", "own_request"),
    "what_for": "to bring you our letters",
    "basis": "processor",
    "contract": {"reference": "QM-2026-07", "date": "2026-07-01", "keeps_days": 30},
    "hosts": (("mail.example.net", 587),),
}


@pytest.fixture
def register(settings):
    """The carrier of the shop, an accountant and a mail relay."""
    settings.RECIPIENTS = settings.RECIPIENTS | {"books": BOOKS, "mail": RELAY}
    return settings.RECIPIENTS


@pytest.fixture
def given(alice, at):
    """Alice's consent that the carrier gets her name and address."""
    words = consent.sentence(recipients.get("carrier"))
    return consent.give(person=alice, recipient="carrier", sentence=words, at=at)


@pytest.fixture
def outside(settings, register):
    """Letters leave through the relay."""
    settings.EMAIL_BACKEND = recipients.SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "mail.example.net", 587
