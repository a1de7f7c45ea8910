"""On the day on which a law lets go, the rest of an erased person's rows goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from orders.models import Event, Line, Order, Payment
from privacy.encryption import keys
from privacy.erasure import letting_go
from privacy.vault.models import DataKey
from tests.diary.models import Pact
from tests.privacy.erasure.maya import THEN
from tests.privacy.erasure.outcome import erased

LAST_DAY = datetime(2032, 11, 1, 23, 0, tzinfo=UTC)
DAY = datetime(2032, 11, 2, 1, 0, tzinfo=UTC)


def counts():
    return [model.objects.count() for model in (Order, Line, Payment, Event)]


def test_it_stays_until_its_day_and_goes_on_it(maya, at):
    erased(maya, at)
    letting_go.sweep(at=LAST_DAY)
    assert counts() == [2, 4, 2, 4]
    assert letting_go.keeps(maya.pk)
    for _ in range(2):
        letting_go.sweep(at=DAY)
        assert counts() == [0, 0, 0, 0]
        assert not letting_go.keeps(maya.pk)


def test_who_was_not_erased_keeps_everything(maya, at):
    letting_go.sweep(at=DAY)
    assert counts() == [2, 4, 2, 4]


def test_an_order_stays_as_long_as_something_of_it_must(maya, at):
    erased(maya, at)
    late = Event.objects.first()
    Event.objects.filter(pk=late.pk).update(at=THEN + timedelta(days=30))
    letting_go.sweep(at=DAY)
    assert counts() == [1, 0, 0, 1]
    assert letting_go.keeps(maya.pk)
    letting_go.sweep(at=DAY + timedelta(days=31))
    assert counts() == [0, 0, 0, 0]
    assert not letting_go.keeps(maya.pk)


def test_what_was_kept_sealed_goes_with_its_key(maya, at):
    pact = Pact.objects.create(writer=maya, wording="We promise.", written_at=at)
    erased(maya, at)
    letting_go.sweep(at=at + timedelta(days=364))
    assert keys.ring(pact.pk).newest is not None
    letting_go.sweep(at=at + timedelta(days=366))
    assert not Pact.objects.exists()
    assert DataKey.objects.get(subject=pact.pk).wrapped is None


def test_many_go_in_several_batches(maya, at, monkeypatch):
    monkeypatch.setattr(letting_go, "ROWS_AT_ONCE", 1)
    erased(maya, at)
    letting_go.sweep(at=DAY)
    assert counts() == [0, 0, 0, 0]


def test_each_fact_goes_on_its_own_day(maya, at):
    erased(maya, at)
    Line.objects.update(sold_at=at - timedelta(days=7 * 365))
    letting_go.sweep(at=at)
    assert Line.objects.count() == 0
    assert Order.objects.count() == 2
