"""Plain values are packed compactly; what is nearly of the type is taken as such."""

from __future__ import annotations

import dataclasses
import pickle
from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class Door:
    colour: str
    sign: str = "none"


@dataclass(frozen=True)
class Key:
    door: str


@dataclass(frozen=True, kw_only=True)
class Window:
    pane: str
    frame: str


@pytest.mark.parametrize(
    "value",
    [
        Door("red", "Tür"),
        Door("", ""),
        Key("front"),
        Key(""),
        Window(pane="a", frame="b"),
    ],
)
def test_parts_that_are_all_text_are_joined(value):
    names = ",".join(vars(value)).encode()
    texts = b"".join(b"\0" + text.encode() for text in vars(value).values())
    assert Packing(type(value)).packed(value) == b"\x01" + names + texts
    assert Packing(type(value)).unpacked(b"\x01" + names + texts) == value


@pytest.mark.parametrize(
    "value",
    [
        Door("a\0b", "c"),
        Door("\0", "\0"),
        Door("\ud800", "c"),
        Door("a", None),
        Door(1),
    ],
)
def test_parts_that_can_not_be_joined_safely_are_json(value):
    packed = Packing(Door).packed(value)
    assert packed.startswith(b'{"colour":')
    assert Packing(Door).unpacked(packed) == value


def test_text_of_another_kind_is_joined_as_plain_text():
    again = Packing(Door).unpacked(Packing(Door).packed(Door(mark_safe("red"))))
    assert type(again.colour) is str


def test_what_was_packed_as_json_is_still_read():
    assert Packing(Door).unpacked(b'{"colour":"red","sign":"1"}') == Door("red", "1")


def test_joined_parts_that_are_gone_new_or_moved_do_no_harm():
    assert Packing(Door).unpacked(b"\x01colour,size\0red\0big") == Door("red")
    assert Packing(Door).unpacked(b"\x01sign,colour\x001\0red") == Door("red", "1")


@pytest.mark.parametrize(
    "broken",
    [
        b"\x01colour,sign\0red",
        b"\x01colour,sign\0red\x001\x002",
        b"\x01sign,colour\0red",
        b"\x02colour,sign\0red\x001",
        b"colour",
    ],
)
def test_what_is_packed_in_no_known_way_is_refused(broken):
    with pytest.raises((TypeError, ValueError, StopIteration)):
        Packing(Door).unpacked(broken)


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


@dataclass(frozen=True, slots=True)
class Slotted:
    pane: str
    frame: str


@dataclass(frozen=True)
class Checked:
    pane: str
    frame: str

    def __post_init__(self):
        object.__setattr__(self, "frame", self.frame.upper())


@dataclass(frozen=True)
class Derived:
    pane: str
    frame: str = field(init=False, default="oak")


def test_what_needs_more_than_its_parts_is_made_as_ever():
    slotted = Slotted("a", "b")
    assert Packing(Slotted).unpacked(Packing(Slotted).packed(slotted)) == slotted
    checked = Packing(Checked).unpacked(b"\x01pane,frame\0a\0b")
    assert checked == Checked("a", "B")
    assert Packing(Derived)._record is None


def test_what_is_unpacked_is_as_frozen_and_equal_as_what_was_packed():
    door = Packing(Door).unpacked(Packing(Door).packed(Door("red")))
    assert type(door) is Door
    assert (door, hash(door), repr(door)) == (
        Door("red"),
        hash(Door("red")),
        repr(Door("red")),
    )
    assert dataclasses.replace(door, colour="blue") == Door("blue")
    assert pickle.loads(pickle.dumps(door)) == door
    with pytest.raises(dataclasses.FrozenInstanceError):
        door.colour = "green"
