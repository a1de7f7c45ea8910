"""The ledger of what left is written once, whoever writes to the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from privacy import append_only, disclosure, retention
from privacy.access import Access
from privacy.disclosure import Disclosure
from privacy.purposes import Purpose


@pytest.fixture
def entry(alice, given, at):
    return disclosure.disclose(
        person=alice,
        recipient="carrier",
        fields=("contact_name",),
        purpose=Purpose.DELIVERY,
        consent=given,
        at=at,
        by=None,
    )


WISHES = [
    "UPDATE privacy_disclosure SET recipient = 'nobody'",
    "UPDATE privacy_disclosure SET consent_id = NULL, ground = 'x'",
    "DELETE FROM privacy_disclosure",
    "TRUNCATE privacy_disclosure",
]


@pytest.mark.parametrize("wish", WISHES)
def test_behind_the_programs_back_no_row_changes_and_none_goes(entry, wish):
    if connection.vendor == "sqlite":
        wish = wish.replace("TRUNCATE", "DELETE FROM")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="written down once"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(wish)
    assert Disclosure.objects.get() == entry


def test_the_program_itself_can_change_and_delete_none(entry):
    deeds = (Disclosure.objects.all().delete, entry.delete, entry.save)
    for deed in deeds:
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()


def test_what_may_go_goes_until_the_block_ends(entry, alice):
    def breaks_off():
        with append_only.letting_go(using="default"):
            Disclosure.objects.all().delete()
            raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            breaks_off()
        with pytest.raises(IntegrityError), transaction.atomic():
            entry.delete()
    with append_only.letting_go(using="default"):
        assert Disclosure.objects.all().delete()[0] == 1


def test_even_then_none_changes(entry):
    with pytest.raises(IntegrityError), append_only.letting_go(using="default"):
        Disclosure.objects.update(recipient="nobody")


def test_within_a_longer_transaction_the_door_is_shut_after_the_block(entry):
    with transaction.atomic():
        with append_only.letting_go(using="default"):
            pass
        with pytest.raises(IntegrityError), transaction.atomic():
            entry.delete()


def test_the_sweep_lets_it_go_on_its_date(entry, at):
    retention.sweep(at=at + timedelta(days=365 * 5))
    assert Disclosure.objects.exists()
    retention.sweep(at=at + timedelta(days=365 * 6 + 3))
    assert not Disclosure.objects.exists()


def test_which_tables_are_written_once():
    assert append_only.is_written_once(Disclosure)
    assert not append_only.is_written_once(Access)
