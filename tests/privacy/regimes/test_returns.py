"""How long a buyer may send something back: by country, day and the owner's word."""

from __future__ import annotations

from datetime import date

import pytest

from privacy.regimes import days, printed, regimes, table
from privacy.regimes.change import RuleChange
from privacy.regimes.rules import RefundFrom

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("country", "key", "by_law", "start"),
    [
        ("DE", "return-EU", True, RefundFrom.TOLD),
        ("no", "return-EU", True, RefundFrom.TOLD),
        ("GB", "return-GB", True, RefundFrom.GOODS),
        ("US", "return-default", False, RefundFrom.GOODS),
        ("", "return-default", False, RefundFrom.GOODS),
    ],
)
def test_each_country_has_its_rule(db, country, key, by_law, start):
    law = regimes.returns(country, TODAY)

    assert (law.key, law.by_law, law.refund_from) == (key, by_law, start)
    assert law.days.count == 14


def test_a_rule_that_is_not_in_force_yet_gives_way(db):
    assert regimes.returns("DE", date(2010, 1, 1)).key == "return-default"


@pytest.mark.parametrize(
    ("arrived", "last"),
    [
        # From the day after, as article 3 of Regulation 1182/71 counts.
        (date(2026, 11, 23), date(2026, 12, 7)),
        # Saturday 5 December moves to Monday; the Monday is a holiday here.
        (date(2026, 11, 21), date(2026, 12, 7)),
        (date(2026, 12, 11), date(2026, 12, 28)),
    ],
)
def test_fourteen_days_end_on_a_working_day(db, settings, arrived, last):
    settings.SHOP_HOLIDAYS = ["2026-12-25"]

    assert days.due(arrived, regimes.returns("DE", TODAY).days) == last


def test_goodwill_is_a_setting_that_changes_no_law(db, settings):
    settings.SHOP_RETURN_DAYS = 30

    assert regimes.returns("US", TODAY).days.count == 30
    assert regimes.returns("DE", TODAY).days.count == 14


def test_the_owners_change_counts_before_the_setting(staff):
    RuleChange.objects.create(
        regime="return-default",
        rule="days",
        value=21,
        source="Our terms",
        effective_from=TODAY,
        by=staff,
    )

    law = regimes.returns("US", TODAY)
    assert (law.days.count, law.changed) == (21, ("days",))


def test_rows_about_returns_are_no_laws_about_data():
    known = table.current()

    assert set(known.returns()) == {"return-default", "return-EU", "return-GB"}
    assert not set(known.returns()) & {*known.regimes(), *known.invoices()}


def test_a_table_without_a_rule_for_the_rest_is_refused():
    text = table.FILE.read_text(encoding="utf-8")

    with pytest.raises(table.WrongTable, match="There is no default"):
        table.read(text.replace("[returns.default]", "[returns.other]"))


def test_the_page_says_whose_days_they_are():
    page = printed.page(table.current())

    assert "| EU and EEA (EU) | 14 by law, moves | 14 days |" in page
    assert "| 14 of goodwill, moves | 14 days | 14 days from when the goods" in page
