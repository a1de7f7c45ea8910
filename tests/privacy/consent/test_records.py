"""A record of consent says what was agreed to, and nobody ever changes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from privacy import consent
from privacy.consent import Consent, ConsentEvent, Means, What
from privacy.retention import sweeping

SECOND = timedelta(seconds=1)
TABLES = {
    model._meta.db_table: [field.column for field in model._meta.concrete_fields]
    for model in (Consent, ConsentEvent)
}
COLUMNS = [(table, column) for table, names in TABLES.items() for column in names]


def run(statement, *values):
    """Run SQL as somebody with the database's own shell would."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_it_says_who_agreed_to_which_words_and_what_follows(given, alice, at):
    given.refresh_from_db()
    assert (given.person, given.recipient, given.given_at) == (alice, "carrier", at)
    assert given.fields == ["contact_name", "delivery_address"]
    assert given.sentence_hash == consent.digest(given.sentence)
    assert given.sentence_version == "2026-11-22"
    assert (given.language, given.jurisdiction, given.stored_in) == (
        "en-GB",
        "GB",
        "GB",
    )
    assert given.notice == f"{settings.SHOP_ORIGIN}/privacy/"
    assert given.withdrawal == f"{settings.SHOP_ORIGIN}/choices/"
    assert "consent" in given.legal_basis
    assert given.kept_until.isoformat() == "2032-11-22"
    assert given.recipient_name == "Northbound Parcels"


def test_it_names_the_parties_as_they_are_that_day(given, settings):
    settings.SHOP_NAME = "Another"
    given.refresh_from_db()
    shop, carrier = given.parties
    assert (shop["id"], shop["name"]) == ("shop", "Foldwell")
    assert shop["address"]
    assert shop["contact"]
    assert shop["type"]
    assert (carrier["id"], carrier["name"]) == ("carrier", "Northbound Parcels")


def test_it_lists_the_values_as_they_are_declared(given):
    told = {each["attribute"]: each for each in given.information}
    assert told["orders.Order.contact_name"]["category"] == "user.name"
    assert told["orders.Order.delivery_address"]["words"] == "your delivery address"
    assert "orders.Order.contact_email" not in told
    assert all(each["kept"] for each in told.values())


def test_the_words_have_a_version_of_their_own():
    # Other words need another version: change both, and never one alone.
    words = consent.sentence(consent.recipient_of("carrier"))
    assert (consent.wording.VERSION, consent.digest(words)) == (
        "2026-11-22",
        "925a8ba2b216132c3298ed418b67764aab65a4759aae44d50f22d162a7fb43a3",
    )


def test_giving_is_an_event_and_withdrawing_another(given, at):
    (first,) = given.events.all()
    assert (first.what, first.means, first.at) == (What.GIVEN, Means.BOX, at)
    assert str(first) == f"consent event {first.pk}"
    assert consent.withdraw(consent=given, at=at + SECOND, means=Means.REQUEST)
    _, second = given.events.order_by("at")
    assert (second.what, second.means, second.at) == (
        What.WITHDRAWN,
        Means.REQUEST,
        at + SECOND,
    )
    assert given.withdrawn_at == second.at
    assert not given.stands


def test_withdrawn_twice_is_withdrawn_once(given, at):
    assert consent.withdraw(consent=given, at=at + SECOND)
    assert not consent.withdraw(consent=given, at=at + 2 * SECOND)
    assert given.withdrawn_at == at + SECOND
    assert consent.standing_now(given) is None


def test_what_left_before_is_never_said_to_have_left_after(given, leave, at):
    # Two computers, two clocks: this one is behind.
    leave(given, at + 5 * SECOND)
    consent.withdraw(consent=given, at=at + SECOND)
    assert given.withdrawn_at == at + 5 * SECOND


def test_all_of_somebody_goes_at_once_and_of_nobody_else(alice, bob, agree, at):
    theirs, other = [agree(alice), agree(alice)], agree(bob)
    gone = consent.withdraw_all(person=alice, at=at)
    assert {each.consent_id for each in gone} == {each.pk for each in theirs}
    assert list(Consent.objects.standing()) == [other]
    assert consent.withdraw_all(person=alice, at=at) == []


def test_a_record_that_nobody_gave_does_not_stand(alice, at):
    bare = Consent.objects.create(
        person=alice, recipient="carrier", fields=[], given_at=at
    )
    assert not bare.stands
    assert consent.standing_now(bare) is None
    assert bare.recipient_name == "carrier"


def test_one_that_is_gone_does_not_stand(given):
    gone = Consent(pk=given.pk)
    given.delete()
    assert consent.standing_now(gone) is None


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_the_database_refuses_to_change_a_column(given, table, column):
    with pytest.raises(IntegrityError, match="never changed"):
        run(f"UPDATE {table} SET {column} = {column}")


def test_the_database_refuses_what_the_program_would_write(given, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.update(sentence="Give everybody everything.")
    with pytest.raises(IntegrityError), transaction.atomic():
        given.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentEvent.objects.update(at=F("at"))


def test_a_withdrawal_can_not_be_taken_out(given, at):
    consent.withdraw(consent=given, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentEvent.objects.filter(what=What.WITHDRAWN).delete()
    with pytest.raises(IntegrityError, match="record alone"):
        run("DELETE FROM privacy_consentevent WHERE what = 'withdrawn'")
    assert given.withdrawn_at == at


def happened(given, **changes):
    """Write an event beside the record, past the program."""
    told = {"what": What.WITHDRAWN, "means": Means.BUTTON, "at": given.given_at}
    with transaction.atomic():
        return ConsentEvent.objects.create(consent=given, **(told | changes))


def test_it_cannot_end_before_it_began(given, at):
    with pytest.raises(IntegrityError):
        happened(given, at=at - SECOND)
    assert happened(given, at=at)


def test_nothing_happens_twice_and_nothing_unknown(given, at):
    with pytest.raises(IntegrityError):
        happened(given, what=What.GIVEN)
    with pytest.raises(IntegrityError):
        happened(given, means="shouting")
    happened(given)
    with pytest.raises(IntegrityError):
        happened(given, at=at + SECOND)


def test_what_was_not_given_is_not_withdrawn_and_not_given_later(alice, at):
    bare = Consent.objects.create(
        person=alice, recipient="carrier", fields=[], given_at=at
    )
    with pytest.raises(IntegrityError):
        happened(bare)
    with pytest.raises(IntegrityError):
        happened(bare, what=What.GIVEN, at=at + SECOND)
    assert happened(bare, what=What.GIVEN, means=Means.UNKNOWN)


def test_after_six_years_the_record_goes_with_its_events(given, at):
    consent.withdraw(consent=given, at=at)
    sweeping.sweep(at=at + timedelta(days=6 * 365))
    assert ConsentEvent.objects.count() == 2
    sweeping.sweep(at=at + timedelta(days=6 * 366))
    assert not Consent.objects.exists()
    assert not ConsentEvent.objects.exists()
