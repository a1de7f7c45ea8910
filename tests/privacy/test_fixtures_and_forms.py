"""Fixtures carry sealed values; forms check new ones and name what is wrong."""

from __future__ import annotations

import json

import pytest
from django.contrib.admin import ModelAdmin, site
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.core.serializers.base import DeserializationError
from django.forms import modelform_factory

from privacy import purposes
from privacy.encryption import keys
from privacy.encryption.envelope import Unreadable
from privacy.people import Person
from privacy.purposes import Purpose, PurposeRefused
from tests.diary.models import Page

OWN = Purpose.OWN_REQUEST


@pytest.fixture
def fixture(page):
    """The page as dumpdata writes it."""
    return serializers.serialize("json", Page.objects.all())


def test_a_dump_holds_sealed_values_only(page, fixture, capsys):
    assert "First of May" not in fixture
    assert json.loads(fixture)[0]["fields"]["title"].startswith("sealed:")
    call_command("dumpdata", "diary", "privacy.person")
    out = capsys.readouterr().out
    assert "alice" not in out
    assert "sealed:" in out


def test_a_dump_can_be_loaded_again(page, fixture, tmp_path):
    Page.objects.all().delete()
    file = tmp_path / "pages.json"
    file.write_text(fixture)
    call_command("loaddata", str(file), verbosity=0)
    with purposes.using(OWN):
        found = Page.objects.get(title="First of May")
        assert found.text == "It rained."
    assert found.town_index is not None


def test_what_was_never_given_is_dumped_as_nothing(page, alice, at):
    page.delete()
    Page.objects.create(writer=alice, written_at=at)
    fixture = serializers.serialize("json", Page.objects.all())
    assert json.loads(fixture)[0]["fields"]["title"] is None
    (row,) = serializers.deserialize("json", fixture)
    row.save()
    assert Page.objects.get().title is None


def test_a_value_of_another_row_is_not_loaded(page, fixture):
    rows = json.loads(fixture)
    rows[0]["fields"]["title"] = rows[0]["fields"]["text"]
    (moved,) = serializers.deserialize("json", json.dumps(rows))
    with pytest.raises(Unreadable):
        moved.save()


def test_a_plain_value_is_not_loaded(page, fixture, tmp_path):
    rows = json.loads(fixture)
    rows[0]["fields"]["title"] = "plain"
    with pytest.raises(DeserializationError, match="must be sealed"):
        list(serializers.deserialize("json", json.dumps(rows)))


def test_an_erased_persons_rows_load_as_they_are(page, fixture, alice, at):
    keys.destroy(alice.pk, at=at)
    (row,) = serializers.deserialize("json", fixture)
    row.save()
    assert Page.objects.count() == 1


def test_an_unsaved_value_is_not_dumped(page):
    page.title = "not saved"
    with pytest.raises(TypeError, match="Save the object"):
        serializers.serialize("json", [page])


@pytest.mark.parametrize("kind", ["xml", "jsonl", "python"])
def test_other_formats_write_nothing(page, kind):
    with pytest.raises((PurposeRefused, CommandError)):
        serializers.serialize(kind, Page.objects.all())


def test_a_form_says_that_an_address_is_taken(alice):
    form = modelform_factory(Person, fields=["email"])({"email": "ALICE@example.net"})
    assert not form.is_valid()
    assert "email" in form.errors
    assert "already exists" in form.errors["email"][0]


def test_a_form_without_the_address_does_not_ask(alice):
    form = modelform_factory(Person, fields=["name"])({"name": "x" * 201})
    assert list(form.errors) == ["name"]
    assert "200" in form.errors["name"][0]


def test_other_uniqueness_keeps_its_own_words(alice):
    twin = Person(pk=alice.pk, email="other@example.net")
    with pytest.raises(ValidationError) as caught:
        twin.validate_unique()
    assert list(caught.value.error_dict) == ["id"]


def test_the_admin_searches_by_exact_address(alice, bob, rf):
    admin = ModelAdmin(Person, site)
    admin.search_fields = ["=email"]
    people = Person.objects.all()
    found, _ = admin.get_search_results(rf.get("/"), people, "Alice@example.net")
    assert list(found) == [alice]
    none, _ = admin.get_search_results(rf.get("/"), people, "alice")
    assert list(none) == []
