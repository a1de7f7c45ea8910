"""Plain values are packed compactly; what is nearly of the type is taken as such."""

from dataclasses import dataclass

import pytest
from django.utils.safestring import mark_safe

from privacy import purposes
from privacy.encryption.packing import Packing
from privacy.purposes import Purpose
from tests.diary.models import Page, Place


@dataclass(frozen=True)
class Room:
    number: int
    name: str | None = None
    tags: tuple = ()


@dataclass(frozen=True)
class Attic(Place):
    pass


def test_parts_are_compact_json_in_their_sequence():
    value = Room(7, "Tür", ("a", True))
    packed = Packing(Room).packed(value)
    assert packed == b'{"number":7,"name":"T\\u00fcr","tags":["a",true]}'
    assert Packing(Room).unpacked(packed).name == "Tür"


def test_parts_that_are_gone_or_new_do_no_harm():
    kept = Packing(Room).unpacked(b'{"number":7,"colour":"red"}')
    assert kept == Room(7)


def test_what_is_not_json_is_refused_without_its_value():
    with pytest.raises(TypeError, match="is bytes, not JSON") as caught:
        Packing(Room).packed(Room(7, b"secret"))
    assert "secret" not in str(caught.value)


@pytest.mark.django_db
def test_text_of_a_kind_of_its_own_becomes_plain_text(alice, at):
    page = Page(writer_id=alice.pk, written_at=at, title=mark_safe("First"))
    assert type(page.title) is str


@pytest.mark.django_db
def test_a_child_of_the_dataclass_is_taken(alice, at):
    place = Attic("Leith", "GB")
    page = Page.objects.create(writer=alice, written_at=at, title="A", place=place)
    with purposes.using(Purpose.OWN_REQUEST):
        assert type(Page.objects.get(pk=page.pk).place) is Place
