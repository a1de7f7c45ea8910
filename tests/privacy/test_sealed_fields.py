"""Sealed fields as Django sees them: forms, migrations, wrong use."""

from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import FieldError
from django.db import connection
from django.forms import modelform_factory

from privacy import purposes
from privacy.declarations import Declaration, Undeclared
from privacy.encryption import sealing
from privacy.encryption.fields import (
    EncryptedEmailField,
    EncryptedJSONField,
    EncryptedTextField,
    SealedField,
)
from privacy.encryption.indexing import BlindIndexField
from privacy.purposes import Purpose
from tests.diary.models import Page, Place


@pytest.mark.parametrize(
    "field",
    [
        EncryptedTextField(context="a.b.c", max_length=5),
        EncryptedEmailField(context="a.b.c"),
        EncryptedJSONField(context="a.b.c", type=Place),
        BlindIndexField(source="title", context="a.b.c", part="x"),
    ],
)
def test_a_field_can_be_made_again_from_a_migration(field):
    _, _, args, kwargs = field.deconstruct()
    again = type(field)(*args, **kwargs)
    assert again.deconstruct()[3] == kwargs
    assert again.context == "a.b.c"


def test_forms_ask_for_texts_and_addresses_only(db):
    form = modelform_factory(Page, fields="__all__")()
    assert isinstance(form.fields["title"], forms.CharField)
    assert form.fields["title"].max_length == 40
    assert isinstance(form.fields["reader"], forms.EmailField)
    assert not {"place", "title_index", "town_index"} & form.fields.keys()


def test_a_form_never_opens_what_was_typed(alice, at, page):
    form = modelform_factory(Page, fields=["title", "writer", "mood", "written_at"])(
        {
            "title": "gAAAA\x01 as typed",
            "writer": alice.pk,
            "mood": "calm",
            "written_at": at,
        }
    )
    saved = form.save()
    with purposes.using(Purpose.OWN_REQUEST):
        assert Page.objects.get(pk=saved.pk).title == "gAAAA\x01 as typed"


def test_the_class_gives_its_descriptors():
    assert Page.title.field.context == "diary.page.title"
    assert Page.title_index.field.context == "diary.page.title"


def test_parts_that_a_dataclass_no_longer_has_are_left_out():
    field = EncryptedJSONField(context="a.b.c", type=Place)
    old = b'{"town":"Leith","country":"GB","notes":[],"gone":1}'
    assert field.unpacked(old) == Place("Leith", "GB", [])
    assert field.unpacked(b'{"town":"Leith","country":"GB"}') == Place("Leith", "GB")


def test_a_memory_view_is_taken_as_bytes(page):
    sealed = page.__dict__["title"]
    page.title = memoryview(sealed)
    assert page.__dict__["title"] == sealed


def test_a_field_without_a_type_takes_nothing():
    with pytest.raises(TypeError, match="no type"):
        SealedField(context="a.b.c").taken("x")


def test_a_digest_has_16_bytes():
    field = Page._meta.get_field("title_index")
    with pytest.raises(FieldError, match="16 bytes"):
        field.get_db_prep_save(b"short", connection)
    with pytest.raises(FieldError, match="16 bytes"):
        field.get_db_prep_value("text", connection)


def test_an_index_over_nothing_is_nothing(page):
    page.place = Place(None, "GB")
    assert page.town_index is None


def test_a_new_value_forgets_the_one_that_was_read(page):
    found = Page.objects.get(pk=page.pk)
    with purposes.using(Purpose.OWN_REQUEST):
        assert found.title == "First of May"
        found.title = "Second"
        found.save()
        assert found.title == "Second"
    found.save()


def test_plain_columns_still_sort_and_distinguish(page):
    assert Page.objects.order_by("mood", "-written_at", "?").get() == page
    assert Page.objects.distinct("mood").query.distinct_fields == ("mood",)
    with pytest.raises(FieldError):
        Page.objects.order_by("nothing")


def test_a_row_without_a_subject_is_refused(page, monkeypatch):
    monkeypatch.setattr(
        sealing.declarations, "of", lambda model: Declaration(None, {}, frozenset())
    )
    with pytest.raises(Undeclared):
        sealing.subject_attname.__wrapped__(Page)


def test_a_partly_loaded_row_is_pickled_without_loading_the_rest(page):
    found = Page.objects.defer("title", "text").get()
    found.__getstate__()
    assert "title" not in found.__dict__


def test_the_database_cannot_compute_a_sealed_value():
    field = Page._meta.get_field("title")
    assert field.get_prep_value("x") == "x"
    with pytest.raises(FieldError, match="look into"):
        field.get_transform("lower")


def test_an_index_is_not_for_forms():
    assert Page._meta.get_field("title_index").formfield() is None
