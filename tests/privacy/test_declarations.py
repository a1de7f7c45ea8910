"""Declarations: what is read from them, and what the system check refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import models
from django.test.utils import isolate_apps

from privacy import checks, declarations
from privacy.declarations import (
    Erasure,
    Keep,
    Personal,
    Retention,
    Undeclared,
    months_later,
)
from privacy.encryption.fields import EncryptedTextField
from privacy.encryption.indexing import BlindIndexField
from privacy.encryption.sealed import SealedModel
from privacy.purposes import Purpose
from tests.diary.models import Page

KEPT = Retention(after="id", words="for ever")
FINE = Personal("user.name", (Purpose.DELIVERY,), "To deliver", KEPT)


def said(**changes):
    """Return an entry that differs from a good one in these points."""
    return Personal(**(vars(FINE) | changes))


def ids(model):
    """Return the ids of what the check says of a model."""
    return sorted({error.id for error in checks._errors(model)})


def test_nothing_of_this_project_is_undeclared():
    assert checks.every_field_is_declared() == []
    assert checks.contexts_are_unique() == []


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda m: m._meta.label)
def test_every_model_speaks_for_every_field(model):
    spoken = declarations.of(model)
    fields = declarations.fields_of(model)
    left = {field.attname for field in fields if field.name not in spoken.names()}
    assert left <= {spoken.subject}


def test_djangos_own_models_are_spoken_for():
    assert "change_message" in declarations.of(LogEntry).not_personal


@isolate_apps("tests.diary")
def test_a_silent_model_is_refused():
    class Silent(models.Model):
        class Meta:
            app_label = "diary"

    assert ids(Silent) == ["privacy.E001"]
    with pytest.raises(Undeclared, match="declares no personal data"):
        declarations.of(Silent)


@isolate_apps("tests.diary")
def test_a_forgotten_field_is_refused():
    class Forgets(models.Model):
        word = models.TextField()

        class Meta:
            app_label = "diary"

        class PersonalData:
            not_personal = ("id",)

    assert ids(Forgets) == ["privacy.E002"]


@isolate_apps("tests.diary")
def test_a_field_that_is_not_there_or_is_both_is_refused():
    class Wrong(SealedModel):
        word = EncryptedTextField(context="diary.wrong.word", null=True)

        class Meta:
            app_label = "diary"

        class PersonalData:
            subject = "id"
            word = FINE
            gone = said(in_clear="because")
            not_personal = ("id", "word")

    assert ids(Wrong) == ["privacy.E003", "privacy.E004"]


@pytest.mark.parametrize(
    "entry",
    [
        said(category="user.biometric"),
        said(purposes=()),
        said(why=""),
        said(retention=Retention(after="nowhere", words="?")),
    ],
)
@isolate_apps("tests.diary")
def test_an_entry_must_answer_every_question(entry):
    class Vague(SealedModel):
        word = EncryptedTextField(context="diary.vague.word", null=True)

        class Meta:
            app_label = "diary"

        class PersonalData:
            subject = "id"
            word = entry
            not_personal = ("id",)

    assert ids(Vague) == ["privacy.E005"]


@isolate_apps("tests.diary")
def test_a_personal_value_in_clear_needs_a_reason():
    class Clear(models.Model):
        word = models.TextField()

        class Meta:
            app_label = "diary"

        class PersonalData:
            subject = "id"
            word = FINE
            not_personal = ("id",)

    assert ids(Clear) == ["privacy.E006"]


@isolate_apps("tests.diary")
def test_an_encrypted_field_needs_an_entry_and_a_subject():
    class Sealed(SealedModel):
        word = EncryptedTextField(context="diary.sealed.word")
        index = BlindIndexField(source="plain", context="diary.sealed.word")
        plain = models.TextField()

        class Meta:
            app_label = "diary"

        class PersonalData:
            not_personal = ("id", "word", "index", "plain")

    found = [error.msg for error in checks._errors(Sealed)]
    assert len(found) == 3
    assert any("for no subject" in message for message in found)
    assert any("indexes 'plain'" in message for message in found)


def test_a_recipient_gets_only_what_a_model_declares(settings):
    assert checks.recipients_get_what_is_declared() == []
    carrier = settings.RECIPIENTS["carrier"]
    settings.RECIPIENTS = {"carrier": carrier | {"fields": ("password",)}}
    assert [e.id for e in checks.recipients_get_what_is_declared()] == ["privacy.E008"]
    settings.RECIPIENTS = {}
    assert checks.recipients_get_what_is_declared() == []


def test_two_columns_never_share_a_context(monkeypatch):
    monkeypatch.setattr(apps, "get_models", lambda: [Page, Page])
    assert {e.id for e in checks.contexts_are_unique()} == {"privacy.E007"}


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 22), 24, date(2028, 11, 22)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_months_end_where_the_calendar_does(day, months, later):
    assert months_later(day, months) == later


def test_a_retention_ends_on_a_day():
    rule = Retention(after="x", words="…", months=1, days=2)
    assert rule.ends_on(datetime(2026, 1, 31, 23, tzinfo=UTC)) == date(2026, 3, 2)
    assert rule.ends_on(date(2026, 1, 1)) == date(2026, 2, 3)


def test_an_inherited_declaration_counts():
    class Child(Page):
        class Meta:
            app_label = "diary"
            proxy = True

    apps.all_models["diary"].pop("child")
    assert declarations.of(Child).subject == "writer_id"


@isolate_apps("tests.diary")
def test_what_a_law_keeps_is_not_sealed_with_the_persons_key():
    class Kept(SealedModel):
        writer = models.ForeignKey("privacy.Person", models.PROTECT)
        word = EncryptedTextField(context="diary.kept.word", null=True)

        class Meta:
            app_label = "diary"

        class PersonalData:
            subject = "writer_id"
            word = said(erasure=Keep("a law", months=12))
            not_personal = ("id",)

    assert ids(Kept) == ["privacy.E009"]
    assert "a key of their own" in checks._errors(Kept).__next__().msg
    Kept.PersonalData.subject = "id"
    Kept.PersonalData.owner = "writer_id"
    Kept.PersonalData.not_personal = ("id", "writer")
    declarations.of.cache_clear()
    assert ids(Kept) == []


@isolate_apps("tests.diary")
def test_a_row_is_not_kept_and_deleted_and_what_goes_can_be_empty():
    class Both(models.Model):
        kept = models.TextField()
        gone = models.TextField()
        number = models.IntegerField()

        class Meta:
            app_label = "diary"

        class PersonalData:
            kept = said(erasure=Keep("a law", months=1), in_clear="yes")
            gone = said(erasure=Erasure.DELETE_ROW, in_clear="yes")
            number = said(in_clear="yes")
            not_personal = ("id",)

    found = [error.msg for error in checks._errors(Both) if error.id == "privacy.E009"]
    assert len(found) == 2
    assert "deletes its row" in found[0]
    assert "can't be empty" in found[1]
