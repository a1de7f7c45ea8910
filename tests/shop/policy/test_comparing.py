"""What is different between two texts, sentence by sentence."""

from __future__ import annotations

from shop.policy.comparing import Kind, compared, difference
from shop.policy.text import Section


def table(*rows, key="held", title="Held", columns=("Value", "Until")):
    return Section(key, title, (), columns, tuple(rows))


NAME = (("Name",), ("Two years.",))
EMAIL = (("Email",), ("Two years.", "By law."))


def said(found):
    return [(line.kind.value, line.words) for line in found.lines()]


def test_nothing_is_different_between_a_text_and_itself():
    found = difference((table(NAME),), (table(NAME),))
    assert found.sections == ()
    assert found.same == ("Held",)
    assert not found.only_sequence


def test_sentences_are_removed_and_added():
    old = (Section("a", "A", ("One.", "Two.", "Three.")),)
    new = (Section("a", "A", ("One.", "Deux.", "Three.", "Four.")),)
    found = difference(old, new)
    assert said(found) == [("removed", "Two."), ("added", "Deux."), ("added", "Four.")]
    assert found.count == 3
    assert found.sections[0].kind is Kind.CHANGED


def test_a_row_that_changes_says_where():
    found = difference((table(NAME, EMAIL),), (table(NAME, (("Email",), ("Ever.",))),))
    [section] = found.sections
    [row] = section.rows
    assert (row.name, row.kind) == ("Email", Kind.CHANGED)
    assert [place.column for place in row.places] == ["Until"]
    assert said(found) == [
        ("removed", "Two years."),
        ("removed", "By law."),
        ("added", "Ever."),
    ]


def test_rows_come_and_go():
    found = difference((table(NAME),), (table(EMAIL),))
    kinds = {row.name: row.kind for row in found.sections[0].rows}
    assert kinds == {"Name": Kind.REMOVED, "Email": Kind.ADDED}


def test_two_rows_of_one_name_are_two():
    found = difference((table(NAME),), (table(NAME, NAME),))
    assert [row.kind for row in found.sections[0].rows] == [Kind.ADDED]


def test_a_table_of_one_column_is_compared_too():
    one = table((("Nobody",),), columns=("Who",))
    other = table((("Everybody",),), columns=("Who",))
    assert said(difference((one,), (other,))) == [
        ("removed", "Nobody"),
        ("added", "Everybody"),
    ]


def test_sections_come_and_go_where_they_stood():
    a, b, c = (Section(each, each.upper(), (f"{each}.",)) for each in "abc")
    found = difference((a, b), (a, c))
    assert [(each.title, each.kind.value) for each in found.sections] == [
        ("B", "removed"),
        ("C", "added"),
    ]
    first = difference((b, a), (a,))
    assert [each.title for each in first.sections] == ["B"]
    assert first.same == ("A",)


def test_a_part_that_changes_names_what_it_is_in():
    parent = Section("held", "Held", ("All.",))
    old = Section("you", "You", ("Name.",), under="held")
    new = Section("you", "You", ("Names.",), under="held")
    found = difference((parent, old), (parent, new))
    assert [(each.title, each.part_of) for each in found.sections] == [("You", "Held")]
    assert found.same == ()
    assert difference((parent, old), (parent, old)).same == ("Held",)


def test_a_title_and_a_heading_that_change_are_said():
    old = table(NAME)
    new = table(NAME, title="Kept", columns=("Value", "Till"))
    assert set(said(difference((old,), (new,)))) == {
        ("removed", "Held"),
        ("added", "Kept"),
        ("removed", "Until"),
        ("added", "Till"),
    }


def test_what_only_moved_is_not_new():
    found = difference((table(NAME, EMAIL),), (table(EMAIL, NAME),))
    assert found.sections == ()
    assert found.only_sequence


def test_what_stays_is_shown_beside_what_changes():
    lines = compared(("One.", "Two."), ("One.", "Three."))
    assert [line.kind for line in lines] == [Kind.SAME, Kind.REMOVED, Kind.ADDED]
