"""The floors of the screening, and the page that prints its figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from privacy.screening import Kind
from privacy.screening.ibans import LENGTHS
from privacy.screening.numbers import ALL, BY_KEY
from tests.privacy.screening import account_samples, people_samples, report, rows

DOCS = Path(__file__).resolve().parents[3] / "docs" / "screening.md"
RECALL, ROW_RECALL, REFUSED = 0.98, 0.95, 0.005
OURS = {row.sort for row in rows.must_pass() if row.sort.endswith("of ours")}


@pytest.fixture(scope="module")
def measured():
    return report.measure()


def test_every_sort_is_found(measured):
    finding, _ = measured
    sorts = {sort for sort, _ in finding}
    for sort in sorts:
        mine = [tally for (name, _), tally in finding.items() if name == sort]
        assert sum(t.right for t in mine) / sum(t.texts for t in mine) >= RECALL


def test_no_country_is_left_behind(measured):
    finding, _ = measured
    low = {
        row: tally.odd for row, tally in finding.items() if tally.recall < ROW_RECALL
    }
    assert low == {}


def test_what_may_pass_passes(measured):
    _, passing = measured
    high = {row: tally.odd for row, tally in passing.items() if tally.refused > REFUSED}
    assert high == {}


def test_no_number_of_ours_is_ever_refused(measured):
    _, passing = measured
    assert len(OURS) == 3
    assert [t.found for (sort, _), t in passing.items() if sort in OURS] == [0, 0, 0]


def test_each_kind_has_three_hundred_texts(measured):
    finding, passing = measured
    sizes = dict.fromkeys(Kind, 0)
    for row in rows.must_find():
        sizes[row.kind] += finding[row.sort, row.name].texts
    assert min(sizes.values()) >= 300
    assert min(tally.texts for tally in passing.values()) >= 300


def test_the_page_is_what_the_report_prints(measured):
    hint = "run python -m tests.privacy.screening.report > docs/screening.md"
    assert DOCS.read_text() == report.markdown(*measured), hint


def test_a_number_that_is_missed_lowers_the_recall():
    row = rows.Row("cards", "none", Kind.CARD, lambda: iter(["4111", "no card"]))
    tally = report.tally(row)
    assert (tally.recall, tally.odd) == (0, ["4111", "no card"])


def test_a_refused_order_number_would_be_seen():
    row = rows.Row("ours", "", None, lambda: iter(["FW-7K2M9Q", "4111111111111111"]))
    assert report.tally(row).odd == ["4111111111111111"]


def test_every_known_number_has_texts():
    assert set(people_samples.PEOPLE) == set(BY_KEY)
    assert len(BY_KEY) == len(ALL)


def test_more_than_thirty_countries_are_known():
    countries = {number.country for number in ALL if number.kind is Kind.IDENTITY}
    assert len(countries) >= 30


def test_the_lengths_are_those_of_the_registry():
    for country, form in account_samples.registry():
        sizes = [int(part.rstrip("nac!")) for part in _parts(form)]
        assert LENGTHS[country] == 4 + sum(sizes)


def _parts(form):
    return form.replace("n", "n ").replace("a", "a ").replace("c", "c ").split()
