"""Records for programs have the fields of ISO/IEC TS 27560:2023."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

from privacy import consent
from privacy.consent import Consent, ConsentEvent, What, written
from privacy.copies import packing, whole

# Those that the specification calls mandatory, by section.
HEADER = {"schema_version", "record_id", "pii_principal_id"}
PROCESSING = {"privacy_notice", "language", "purposes"}
PURPOSE = {
    *("purpose", "pii_information", "pii_controllers", "storage_locations"),
    *("retention_period", "jurisdiction", "recipient_third_parties"),
    *("withdrawal_method", "lawful_basis"),
}
PARTY = {"party_id", "party_name", "party_address", "party_contact", "party_type"}
EVENT = {"event_time", "validity_duration", "entity_id", "event_type", "event_state"}


def filled(section, wanted):
    """Tell whether every wanted field is there and says something."""
    return all(section.get(name) for name in wanted)


def test_every_mandatory_field_is_there_and_filled(given, alice):
    (record,) = written.records(alice)
    assert filled(record["header"], HEADER)
    assert filled(record["pii_processing"], PROCESSING)
    (purpose,) = record["pii_processing"]["purposes"]
    assert filled(purpose, PURPOSE)
    assert all(each["pii_type"] for each in purpose["pii_information"])
    shop, carrier = record["party_identification"]
    assert filled(shop, PARTY)
    assert filled(carrier, PARTY)
    assert all(filled(each, EVENT) for each in record["events"])
    assert not filled(record["header"], {*HEADER, "made_up"})


def test_the_parties_that_are_named_are_there(given, alice):
    (record,) = written.records(alice)
    known = {each["party_id"] for each in record["party_identification"]}
    (purpose,) = record["pii_processing"]["purposes"]
    named = [*purpose["pii_controllers"], *purpose["recipient_third_parties"]]
    assert named == ["shop", "carrier"]
    assert set(named) <= known


def test_the_sentence_stands_there_with_version_and_hash(given, alice):
    (record,) = written.records(alice)
    notice = record["pii_processing"]["privacy_notice"]
    assert notice["text"] == given.sentence
    assert notice["sha256"] == given.sentence_hash
    assert notice["version"] == "2026-11-22"
    assert record["header"]["pii_principal_id"] == str(alice.pk)


def test_events_come_in_the_sequence_in_which_they_happened(given, alice, at):
    consent.withdraw(consent=given, at=at)
    (record,) = written.records(alice)
    assert [each["event_state"] for each in record["events"]] == ["given", "withdrawn"]
    assert {each["entity_id"] for each in record["events"]} == {str(alice.pk)}


def test_what_was_not_recorded_is_nothing_and_not_made_up(alice, at):
    old = Consent.objects.create(
        person=alice,
        recipient="carrier",
        fields=["contact_name"],
        purpose="delivery",
        sentence="Give them your name.",
        given_at=at,
    )
    ConsentEvent.objects.create(consent=old, what=What.GIVEN, means="unknown", at=at)
    (record,) = written.records(alice)
    (purpose,) = record["pii_processing"]["purposes"]
    assert record["header"]["schema_version"] is None
    assert purpose["storage_locations"] is None
    assert purpose["retention_period"]["values"] is None
    assert purpose["pii_information"] == [
        {"pii_type": None, "pii_attribute_id": "contact_name"}
    ]


def test_the_copy_of_somebodys_data_has_their_records_alone(
    alice, bob, agree, given, at
):
    agree(bob, at=at + timedelta(seconds=1))
    packet = packing.packed(whole.gathered(alice, at=at))
    with zipfile.ZipFile(io.BytesIO(packet)) as archive:
        told = json.loads(archive.read("consents.json"))
        note = archive.read("README.txt").decode()
    assert [each["header"]["record_id"] for each in told] == [str(given.pk)]
    assert "consents.json" in note
    assert "Alice" not in json.dumps(told)
