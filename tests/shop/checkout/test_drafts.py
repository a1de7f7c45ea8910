"""Drafts: sealed, with a key of their own, and gone after a day."""

from datetime import timedelta

import pytest
from django.db import connection

from privacy.encryption import keys
from privacy.purposes import PurposeRefused
from privacy.vault.models import DataKey
from shop.checkout import drafts, tasks
from shop.checkout.models import Draft, Typed

TYPED = Typed(email="maya@example.net", name="Maya Okafor", line1="Unlikely Street 7")


@pytest.fixture
def draft(db, at):
    return drafts.begin(typed=TYPED, shown={"pen": 3800}, at=at)


def test_nothing_typed_is_in_the_row(draft):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM shop_draft")
        row = b"".join(
            str(value).encode() + bytes(value)
            if isinstance(value, bytes | memoryview)
            else str(value).encode()
            for value in cursor.fetchone()
        )
    assert b"pen" in row  # The search itself works.
    for value in (b"maya", b"Maya", b"Unlikely"):
        assert value not in row


def test_a_draft_opens_only_for_the_order(draft):
    with pytest.raises(PurposeRefused):
        _ = Draft.objects.get().typed


def test_neither_draft_nor_answers_say_anything_personal(draft):
    assert "Maya" not in f"{draft} {draft!r} {TYPED!r} {TYPED}"


def test_each_draft_has_a_key_of_its_own(draft, at):
    other = drafts.begin(typed=TYPED, shown={}, at=at)
    subjects = set(DataKey.objects.values_list("subject", flat=True))
    assert {draft.pk, other.pk} <= subjects


def test_discarding_deletes_row_and_key(draft, django_capture_on_commit_callbacks):
    number = draft.pk
    with django_capture_on_commit_callbacks(execute=True):
        drafts.discard(draft)
    assert not Draft.objects.exists()
    assert not DataKey.objects.filter(subject=number).exists()
    with pytest.raises(keys.DataKeyMissing):
        keys.ring(number)


def test_the_sweep_takes_what_is_a_day_old_and_nothing_else(
    draft, at, monkeypatch, django_capture_on_commit_callbacks
):
    later = at + timedelta(hours=24)
    young = drafts.begin(typed=TYPED, shown={}, at=at + timedelta(minutes=1))
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.discard_expired_drafts()
    assert list(Draft.objects.values_list("pk", flat=True)) == [young.pk]
    assert not DataKey.objects.filter(subject=draft.pk).exists()
    assert DataKey.objects.filter(subject=young.pk).exists()


def test_the_sweep_is_on_the_schedule(settings):
    tasked = {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.discard_expired_drafts.name in tasked


def test_each_change_gives_it_another_day(draft, at):
    later = at + timedelta(hours=5)
    drafts.keep(draft, typed=TYPED, shown={}, at=later)
    assert Draft.objects.get().expires_at == later + timedelta(hours=24)


def test_a_session_that_points_at_nothing_has_no_draft(draft, at):
    assert drafts.of_session({"draft": str(draft.pk)}, at=at).pk == draft.pk
    assert drafts.of_session({}, at=at) is None
    late = at + timedelta(hours=24)
    assert drafts.of_session({"draft": str(draft.pk)}, at=late) is None
