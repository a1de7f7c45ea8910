"""The map in the terms of W3C's Data Privacy Vocabulary (DPV 2.3), as JSON-LD.

One process for each column: which data, what for and on what legal basis, for how
long, and who may receive it. Final Community Group Report of
2026-02-25; the terms are names of that vocabulary and its extension for personal data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Model

from privacy import recipients
from privacy.data_map import columns
from privacy.data_map.columns import Column
from privacy.declarations import Personal
from privacy.encryption.indexing import BlindIndexField
from privacy.purposes import Purpose
from privacy.recipients import Basis

CONTEXT = {"dpv": "https://w3id.org/dpv#", "pd": "https://w3id.org/dpv/pd#"}
BASES = {
    Basis.CONSENT: "dpv:ExplicitlyExpressedConsent",
    Basis.LEGAL_DUTY: "dpv:LegalObligation",
}
PURPOSES = {
    Purpose.ORDER_CONFIRMATION: "dpv:CustomerOrderManagement",
    Purpose.DELIVERY: "dpv:DeliveryOfGoods",
    Purpose.AFTER_SALES: "dpv:CustomerCare",
    Purpose.REFUND: "dpv:PaymentManagement",
    Purpose.OFFICIAL_NOTICE: "dpv:LegalCompliance",
    Purpose.CONVERSATION: "dpv:CommunicationForCustomerCare",
    Purpose.OWN_REQUEST: "dpv:RightsFulfilment",
    Purpose.ACCOUNTING: "dpv:LegalCompliance",
}
DATA = {
    "user.account": "pd:Identifier",
    "user.account.settings": "pd:Preference",
    "user.account.username": "pd:Username",
    "user.authorization.credentials": "pd:SecretText",
    "user.authorization.password": "pd:Password",
    "user.behavior.purchase_history": "pd:Purchase",
    "user.contact.address": "pd:PhysicalAddress",
    "user.contact.address.city": "pd:PhysicalAddress",
    "user.contact.address.country": "pd:PhysicalAddress",
    "user.contact.address.postal_code": "pd:PhysicalAddress",
    "user.contact.address.state": "pd:PhysicalAddress",
    "user.contact.address.street": "pd:PhysicalAddress",
    "user.contact.email": "pd:EmailAddress",
    "user.content.private": "pd:Communication",
    "user.device.cookie_id": "pd:Identifier",
    "user.financial.bank_account": "pd:BankAccount",
    "user.name": "pd:Name",
    "user.payment": "pd:Transactional",
    "user.privacy_preferences": "pd:PrivacyPreference",
    "user.unique_id": "pd:UID",
    "user.unique_id.pseudonymous": "pd:UID",
}
_BASES = {
    "GDPR Art. 6(1)(b)": "dpv:Contract",
    "GDPR Art. 6(1)(c)": "dpv:LegalObligation",
}


def record(models: Sequence[type[Model]]) -> dict[str, Any]:
    """Return a record of activities about these models, as JSON-LD."""
    return {
        "@context": CONTEXT,
        "@type": "dpv:RecordsOfActivities",
        "dpv:hasDataController": {
            "@type": "dpv:DataController",
            "dpv:hasName": settings.SHOP_NAME,
        },
        "dpv:hasPersonalDataProcess": [
            process for model in models for process in _processes(model)
        ],
    }


def basis(purpose: Purpose) -> str:
    """Return the term for the legal basis of a purpose; KeyError if it has none."""
    return _BASES[purpose.legal_basis.partition(":")[0]]


def _processes(model: type[Model]) -> Iterator[dict[str, Any]]:
    for column, said in columns.personal(model):
        yield _process(column, said)


def _process(column: Column, said: Personal) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@type": "dpv:PersonalDataProcess",
        "dpv:hasName": f"{column.model._meta.label}.{column.name}",
        "dpv:hasDataSubject": {"@type": "dpv:Customer"},
        "dpv:hasPersonalData": {"@type": DATA[said.category]},
        "dpv:hasPurpose": [
            {"@type": PURPOSES[each], "dpv:hasLegalBasis": {"@type": basis(each)}}
            for each in said.purposes
        ],
        "dpv:hasStorageCondition": {
            "@type": "dpv:StorageDuration",
            "dpv:hasDuration": {
                "@type": "dpv:UntilEventDuration",
                "dpv:hasName": said.retention.words,
            },
        },
    }
    if measure := _measure(column):
        told["dpv:hasTechnicalMeasure"] = {"@type": measure}
    if registered := [key for key in said.recipients if key in settings.RECIPIENTS]:
        told["dpv:hasRecipient"] = [_recipient(key) for key in registered]
    return told


def _measure(column: Column) -> str:
    if column.sealed:
        return "dpv:EncryptionAtRest"
    return "dpv:Pseudonymisation" if isinstance(column.field, BlindIndexField) else ""


def _recipient(key: str) -> dict[str, Any]:
    to = recipients.get(key)
    told: dict[str, Any] = {
        "@type": "dpv:DataProcessor" if to.is_processor else "dpv:ThirdParty",
        "dpv:hasName": to.name,
    }
    # A processor needs no basis of its own: it acts for us (GDPR Art. 28).
    if to.basis in BASES:
        told["dpv:hasLegalBasis"] = {"@type": BASES[to.basis]}
    return told
