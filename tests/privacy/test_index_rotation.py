"""The index root is replaced while the shop is open: found and unique throughout."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from deploy.children import wait_until
from privacy import people
from privacy.encryption import (
    blind,
    canary,
    columns,
    index_rotation,
    keys,
    keyset,
    roots,
    shredding,
)
from privacy.encryption.keyset import KeysetError
from privacy.encryption.rotation import Done
from privacy.people import Person
from tests.diary.models import Page
from tests.privacy.test_keys_while_open import at_work

MINUTE = timedelta(minutes=1)
ALICE = "alice@example.net"


def announced(at):
    return index_rotation.announce(at=at)


def switched(at):
    started = announced(at)
    assert index_rotation.switch(started, at=at + 2 * MINUTE)
    return started


def backfilled():
    return sum(index_rotation.backfill(), Done())


def digest(person):
    """Return the stored digest of somebody's address."""
    return bytes(Person.objects.get(pk=person.pk).__dict__["email_index"])


def under(root, address=ALICE):
    return blind.digest("privacy.person.email", address, root=root)


def both():
    return roots.both(keyset.current())


def everything_is_found(page, alice):
    assert people.find(email=ALICE) == alice
    assert Page.objects.get(title="first of may") == page
    assert set(Person.objects.filter(email__in=[ALICE, "x@example.net"])) == {alice}


def test_it_goes_through_with_everything_found_all_along(page, alice, own_keys, at):
    old = keyset.current().index
    started = announced(at)
    new = keyset.current().next_index
    everything_is_found(page, alice)
    assert not index_rotation.switch(started, at=at + MINUTE)
    bob = Person.objects.create_user("bob@example.net")
    assert digest(bob) == under(old, "bob@example.net")
    assert index_rotation.switch(started, at=at + 2 * MINUTE)
    assert digest(alice) == under(old)
    everything_is_found(page, alice)
    assert backfilled() == Done(people=3, values=4)
    assert digest(alice) == under(new)
    everything_is_found(page, alice)
    assert backfilled() == Done(people=3)
    index_rotation.finish(started, at=at + 13 * MINUTE)
    assert (keyset.load(own_keys).index, keyset.load(own_keys).next_index) == (
        new,
        None,
    )
    everything_is_found(page, alice)
    assert index_rotation.begun() is None
    canary.forget()
    canary.prove()
    assert str(roots.IndexRoot.objects.get()) == "index root in force"


def test_it_can_be_done_again(page, alice, own_keys, at):
    for _ in range(2):
        before = digest(alice)
        started = switched(at)
        backfilled()
        index_rotation.finish(started, at=at)
        assert digest(alice) != before
        everything_is_found(page, alice)


def test_what_is_written_after_the_switch_is_under_the_new_root(alice, own_keys, at):
    switched(at)
    new = both()[1]
    carol = Person.objects.create_user("carol@example.net")
    assert digest(carol) == under(new, "carol@example.net")
    alice.refresh_from_db()
    alice.email = "al@example.net"
    alice.save()
    assert digest(alice) == under(new, "al@example.net")


def test_no_address_is_there_twice_between_switch_and_backfill(alice, own_keys, at):
    switched(at)
    for _ in range(2):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.create_user(ALICE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.bulk_create(
            [Person(email="bob@example.net"), Person(email=ALICE)]
        )
    assert people.welcome(email=ALICE, name="Alice", at=at) == alice
    assert backfilled().left == 0


def test_one_may_save_its_own_address_again(alice, own_keys, at):
    switched(at)
    alice.email = ALICE
    alice.save(update_fields=["email"])
    assert digest(alice) == under(both()[1])
    alice.email = ALICE
    Person.objects.bulk_update([alice], ["email"])
    assert people.find(email=ALICE) == alice


def test_an_old_digest_that_comes_late_is_found_and_brought_under_it(
    alice, own_keys, at
):
    stale = Person.objects.get(pk=alice.pk)
    switched(at)
    backfilled()
    Person.objects.bulk_update([stale], ["email"])
    assert digest(alice) == under(both()[0])
    assert people.find(email=ALICE) == alice
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create_user(ALICE)
    assert backfilled().values == 1


def test_without_a_rotation_nothing_is_asked(own_keys, django_assert_num_queries):
    with django_assert_num_queries(0):
        with roots.steady():
            assert roots.in_force() == keyset.current().index
    assert not roots.switched()


def test_a_write_asks_once_for_the_root(own_keys, at, django_assert_num_queries):
    switched(at)
    with roots.steady():
        with django_assert_num_queries(0):
            with roots.steady():
                assert roots.in_force() == both()[1]
    assert roots.in_force() == both()[1]


def test_a_concurrent_edit_wins(alice, own_keys, at, monkeypatch):
    switched(at)
    swap = columns.Table.swap

    def edited_first(table, row, changes, unchanged):
        other = Person.objects.get(pk=alice.pk)
        other.email = "al@example.net"
        other.save()
        return swap(table, row, changes, unchanged)

    monkeypatch.setattr(columns.Table, "swap", edited_first)
    assert backfilled() == Done(people=1)
    assert people.find(email="al@example.net") == alice


def test_the_digests_of_the_erased_go(page, alice, own_keys, at):
    switched(at)
    keys.destroy(alice.pk, at=at)
    assert backfilled() == Done(people=2, values=3)
    assert Person.objects.get().__dict__["email_index"] is None
    shredding.shred(subject=alice.pk, at=at, reason="request")
    assert backfilled() == Done(people=2)


def test_a_digest_without_a_value_goes(page, own_keys, at):
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE diary_page SET title = NULL")
    switched(at)
    backfilled()
    assert Page.objects.get().__dict__["title_index"] is None


def test_what_does_not_open_and_what_is_there_twice_is_told(
    page, alice, bob, own_keys, at
):
    switched(at)
    table = next(each for each in columns.tables() if each.model is Page)
    text = bytes(Page.objects.get().__dict__["title"])
    spoilt = text[:-1] + bytes([text[-1] ^ 1])
    table.swap(page, {"title": spoilt}, {"title": text})
    with connections["default"].cursor() as cursor:
        # As a process would that never heard of the next root.
        cursor.execute(
            "UPDATE privacy_person SET email_index = %s WHERE email_index = %s",
            [under(both()[1]), digest(bob)],
        )
    assert backfilled().left == 2


def test_a_key_file_without_the_new_root_is_the_wrong_one(own_keys, at, restarted):
    before = own_keys.read_text()
    switched(at)
    own_keys.write_text(before)
    restarted()
    with pytest.raises(KeysetError, match="index root key is not the one"):
        canary.prove()


def test_it_can_be_killed_anywhere(page, alice, bob, own_keys, at, killed_everywhere):
    old = keyset.current().index

    def rotate():
        if keyset.reread().index != old:
            if index_rotation.is_over():
                index_rotation.close(index_rotation.begun(), at=at)
            return
        started = announced(at)
        index_rotation.switch(started, at=started.begun_at + 2 * MINUTE)
        assert backfilled().left == 0
        index_rotation.finish(started, at=started.begun_at + 12 * MINUTE)

    assert killed_everywhere(rotate) > 10
    assert index_rotation.begun() is None
    everything_is_found(page, alice)
    assert digest(alice) == under(keyset.load(own_keys).index)


def test_whoever_writes_delays_the_switch(transactional_db, own_keys, at):
    started = announced(at)
    order, writing = [], threading.Event()

    def write():
        with transaction.atomic():
            Person.objects.create_user(ALICE)
            writing.set()
            threading.Event().wait(0.5)
            order.append("written")
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    assert writing.wait(timeout=10)
    index_rotation.switch(started, at=at + 2 * MINUTE)
    order.append("switched")
    writer.join(timeout=30)
    assert order == ["written", "switched"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create_user(ALICE)


def wait_for_a_round(rounds):
    before = list(rounds)
    assert wait_until(
        lambda: all(n > b + 1 for n, b in zip(rounds, before, strict=True)), seconds=30
    )


def test_readers_and_writers_work_throughout(
    transactional_db, own_keys, page, alice, at
):
    numbers = iter(range(10_000))

    def find():
        assert people.find(email=ALICE) == alice

    def come_and_come_again():
        address = f"guest{next(numbers)}@example.net"
        first = people.welcome(email=address, name="Guest", at=at)
        assert people.welcome(email=address.upper(), name="Guest", at=at) == first
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.create_user(address)

    with at_work(find, come_and_come_again) as rounds:
        for _ in range(2):
            started = announced(at)
            # Two minutes of the shop's: everybody knows the next root.
            wait_for_a_round(rounds)
            assert index_rotation.switch(started, at=at + 2 * MINUTE)
            assert backfilled().left == 0
            wait_for_a_round(rounds)
            index_rotation.finish(started, at=at + 12 * MINUTE)
    find()
