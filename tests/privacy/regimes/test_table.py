"""The file holds what the issue asks for, and a damaged one is refused."""

from __future__ import annotations

from datetime import date

import pytest

from privacy.regimes import printed, table
from privacy.regimes.change import RuleChange
from privacy.regimes.rules import (
    OF_A_REGIME,
    OF_INVOICES,
    NotAValue,
    OneOf,
    Pause,
    SomeOf,
    Unit,
    Whole,
    YesOrNo,
)

TEXT = table.FILE.read_text(encoding="utf-8")
WANTED = {
    *("eu", "uk", "switzerland", "california", "us-states", "brazil", "china"),
    *("canada", "quebec", "japan", "australia", "india", "south-korea", "singapore"),
    *("new-zealand", "default"),
}


def test_every_law_that_was_asked_for_has_a_row():
    assert set(table.current().regimes()) >= WANTED


def test_every_row_was_reviewed_on_the_day_it_says():
    assert table.current().reviewed_on == date(2026, 11, 22)


def test_keys_and_rules_fit_the_columns_of_a_change():
    longest = {f.name: f.max_length for f in RuleChange._meta.fields}

    assert all(len(key) <= longest["regime"] for key in table.current().rows)
    names = (*OF_A_REGIME, *OF_INVOICES)
    assert all(len(name) <= longest["rule"] for name in names)


def test_every_country_of_the_eu_has_the_same_row():
    found = [p for p, key in table.current().places.items() if key == "eu"]

    assert len(found) == 27 + 3


def test_a_row_that_nobody_looked_up_says_so():
    kept = table.current().invoices()

    assert all(
        row["confidence"] == "low"
        for row in kept.values()
        if row["source"] == "General knowledge"
    )


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('name = "EU GDPR"\n', "", "eu: name is missing or unknown"),
        ('name = "EU GDPR"', "name = 4", "eu: name has another type"),
        ('name = "EU GDPR"', 'name = "EU"\nlaw = "GDPR"', "eu: law is missing or"),
        ('["AU"]', '["NZ"]', "new-zealand: NZ has a row already"),
        ('confidence = "high"', 'confidence = "sure"', "confidence is an unknown word"),
        ('source = "PDPA, as', 'source = ""#', "there is no source"),
        ("deadline_count = 45", "deadline_count = 0", "Write a whole number from 1"),
        ("deadline_count = 45", 'deadline_count = "45"', "Write a whole number"),
        ('deadline_unit = "months"', 'deadline_unit = "moons"', "Write one of these"),
        ("last_day_moves = true", "last_day_moves = 1", "Write yes or no"),
        ('pause = ["identity"]', 'pause = ["sleep"]', "Write some of these"),
        ('pause = ["identity"]', 'pause = "identity"', "Write some of these"),
        ('"Commercially reasonable"', '""', "Write a sentence"),
        ('rule = "pause"', 'rule = "paws"', "uk: there is no rule paws"),
        ('regime = "uk"', 'regime = "moon"', "moon: there is no rule"),
        ('regime = "uk"\n', "", ": a change lacks something"),
        ("value = 30", 'value = "30"', "Write a whole number"),
        ("[regimes.default]", "[regimes.other]", "There is no default"),
    ],
)
def test_a_damaged_file_is_refused_with_the_row_and_the_reason(was, becomes, said):
    assert was in TEXT

    with pytest.raises(table.WrongTable, match=said):
        table.read(TEXT.replace(was, becomes))


def test_a_file_without_later_changes_is_fine():
    whole = TEXT.partition("# --- What a law changed later")[0]
    kept = "[invoices" + TEXT.partition("\n[invoices")[2]

    assert table.read(whole + kept).changes == ()


@pytest.mark.parametrize(
    ("kind", "typed", "value", "shown"),
    [
        (Whole(0, 9), "7", 7, "7"),
        (OneOf(Unit), "Business days ", "business_days", "business_days"),
        (SomeOf(Pause), "identity, clarification", ["clarification", "identity"], None),
        (SomeOf(Pause), "none", [], "none"),
        (YesOrNo(), "Yes", True, "yes"),
        (YesOrNo(), "no", False, "no"),
        (OF_A_REGIME["breach_words"], "to the people", "to the people", None),
    ],
)
def test_what_is_typed_becomes_a_value_and_is_shown_again(kind, typed, value, shown):
    read = kind.read(typed)

    assert (read, type(read)) == (value, type(value))
    assert kind.read(kind.shown(read)) == read
    assert shown in {None, kind.shown(read)}


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Whole(1, 9), "0"),
        (Whole(1, 9), "ten"),
        (Whole(1, 9), "٧"),
        (OneOf(Unit), "weeks"),
        (SomeOf(Pause), "identity, sleep"),
        (YesOrNo(), "perhaps"),
        (OF_A_REGIME["breach_words"], "x" * 401),
    ],
)
def test_what_is_no_value_is_refused_with_what_to_write(kind, typed):
    with pytest.raises(NotAValue, match="Write "):
        kind.read(typed)


def test_true_is_no_number():
    with pytest.raises(NotAValue):
        Whole(0, 9).check(True)


def test_the_page_in_the_documentation_is_the_one_that_the_table_prints(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(printed, "PAGE", tmp_path / "regimes.md")
    kept = table.FILE.parents[2] / "docs" / "regimes.md"
    printed.write()

    fresh = (tmp_path / "regimes.md").read_text(encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == fresh, (
        "Run `python -m privacy.regimes.printed`."
    )
    assert "not legal advice" in fresh
