"""Records of consent as programs read them, with the fields of ISO/IEC TS 27560:2023.

docs/consent.md says which field stands where, and which are left out and why.
"""

from __future__ import annotations

from typing import Any

from privacy.consent.event import ConsentEvent, What
from privacy.consent.record import Consent
from privacy.people import Person
from privacy.purposes import Purpose

TYPE = "explicit"
"""The kind of consent that each event is about: a statement by a clear act."""

_VALID = {What.GIVEN: "until it is withdrawn", What.WITHDRAWN: "for good"}


def records(person: Person) -> list[dict[str, Any]]:
    """Return every record of a person, newest first, with its events.

    None stands for what was not recorded on the day.
    """
    rows = Consent.objects.filter(person=person).order_by("-given_at", "-id")
    return [_record(each) for each in rows.prefetch_related("events")]


def _record(row: Consent) -> dict[str, Any]:
    return {
        "header": {
            "schema_version": row.schema_version or None,
            "record_id": str(row.pk),
            "pii_principal_id": str(row.person_id),
        },
        "pii_processing": _processing(row),
        "party_identification": [_party(each) for each in row.parties],
        "events": [_event(each, row) for each in _in_sequence(row)],
    }


def _processing(row: Consent) -> dict[str, Any]:
    return {
        "privacy_notice": {
            "text": row.sentence,
            "version": row.sentence_version or None,
            "sha256": row.sentence_hash,
            "policy": row.notice or None,
        },
        "language": row.language or None,
        "purposes": [_purpose(row)],
    }


def _purpose(row: Consent) -> dict[str, Any]:
    parties = {each["id"]: each for each in row.parties}
    return {
        "purpose": row.purpose,
        "purpose_description": Purpose(row.purpose).words,
        "lawful_basis": row.legal_basis or None,
        "pii_information": [_information(each) for each in row.information]
        or [{"pii_type": None, "pii_attribute_id": name} for name in row.fields],
        "pii_controllers": [key for key in parties if key != row.recipient],
        "collection_method": "typed by the person while ordering",
        "processing_method": "handed to the third party",
        "storage_locations": [row.stored_in] if row.stored_in else None,
        "retention_period": _retention(row),
        "jurisdiction": row.jurisdiction or None,
        "recipient_third_parties": [row.recipient],
        "withdrawal_method": row.withdrawal or None,
    }


def _information(told: dict[str, str]) -> dict[str, Any]:
    return {
        "pii_type": told["category"],
        "pii_attribute_id": told["attribute"],
        "pii_description": told["words"],
        "pii_optional": True,
        "retention_period": told["kept"],
    }


def _retention(row: Consent) -> dict[str, Any]:
    values = {each["kept"] for each in row.information}
    return {
        "values": sorted(values) or None,
        "this_record": row.kept_until.isoformat(),
    }


def _party(told: dict[str, str]) -> dict[str, Any]:
    return {f"party_{name}": words or None for name, words in told.items()}


def _event(event: ConsentEvent, row: Consent) -> dict[str, Any]:
    return {
        "event_id": str(event.pk),
        "event_time": event.at.isoformat(),
        "event_type": TYPE,
        "event_state": event.what,
        "validity_duration": _VALID[What(event.what)],
        "entity_id": str(row.person_id),
        "indication_method": event.get_means_display(),
    }


def _in_sequence(row: Consent) -> list[ConsentEvent]:
    return sorted(row.events.all(), key=lambda each: (each.at, each.what))
