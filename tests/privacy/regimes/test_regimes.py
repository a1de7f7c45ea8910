"""Which law counts for whom on which day, and what the owner changed in it."""

from __future__ import annotations

import logging
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as few
from hypothesis import strategies as st

from privacy.regimes import regimes, table
from privacy.regimes.change import RuleChange
from privacy.regimes.days import Period, Unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def changed(staff):
    """Give a function that replaces one value."""

    def change(regime, rule, value, day=TODAY):
        return RuleChange.objects.create(
            regime=regime,
            rule=rule,
            value=value,
            source="A new act",
            effective_from=day,
            by=staff,
        )

    return change


@pytest.mark.parametrize(
    ("country", "area", "key"),
    [
        ("DE", "", "eu"),
        ("fr", "", "eu"),
        (" GB ", "", "uk"),
        ("CH", "", "switzerland"),
        ("US", "", "california"),
        ("US", "CA", "california"),
        ("US", "tx", "us-states"),
        ("US", "NY", "california"),
        ("CA", "", "quebec"),
        ("CA", "QC", "quebec"),
        ("CA", "ON", "canada"),
        ("DE", "BY", "eu"),
        ("KR", "", "south-korea"),
        ("XX", "", "default"),
        ("", "", "default"),
        ("", "QC", "default"),
        ("*", "", "default"),
    ],
)
def test_a_country_and_its_part_find_their_law(country, area, key):
    assert regimes.of(country, TODAY, area=area).key == key


def test_a_law_counts_from_its_day_on_and_the_default_before_it():
    assert regimes.of("IN", date(2027, 5, 13)).key == "default"
    assert regimes.of("IN", date(2027, 5, 14)).key == "india"


def test_a_californian_gets_45_days_and_word_of_receipt_within_10_working_days():
    law = regimes.of("US", TODAY)

    assert law.deadline == Period(45, Unit.DAYS)
    assert law.extension == Period(45, Unit.DAYS)
    assert law.acknowledge == Period(10, Unit.BUSINESS_DAYS)
    assert law.objection == Period(15, Unit.BUSINESS_DAYS)
    assert law.pause == frozenset()
    assert "no known state" in law.note
    assert law.due(TODAY) == date(2027, 1, 6)
    assert law.extended(TODAY) == date(2027, 2, 20)


def test_a_european_gets_a_month_that_moves_past_a_weekend():
    law = regimes.of("DE", TODAY)

    assert law.deadline == Period(1, Unit.MONTHS, rolls=True)
    assert law.pause == {"identity"}
    assert {"access", "correct", "erase", "port", "object"} <= law.rights
    assert (law.breach.count, law.breach.unit) == (72, "hours")
    assert law.due(date(2026, 10, 22)) == date(2026, 11, 23)


def test_the_extension_is_counted_from_receipt_and_not_from_a_day_that_had_moved():
    assert regimes.of("DE", TODAY).extended(date(2026, 10, 22)) == date(2027, 1, 22)


def test_where_no_law_extends_there_is_no_later_day():
    assert regimes.of("BR", TODAY).extended(TODAY) is None
    assert regimes.of("BR", TODAY).acknowledge is None


def test_what_a_law_changed_later_counts_from_that_day_on():
    before = regimes.of("GB", date(2026, 2, 27))
    after = regimes.of("GB", date(2026, 2, 28))

    assert before.pause == {"identity"}
    assert after.pause == {"identity", "clarification"}
    assert (before.changed, after.changed) == ((), ("pause",))


@pytest.mark.parametrize("country", [*sorted(table.current().places), "XX"])
def test_every_row_becomes_a_law_with_source_and_dates(country):
    law = regimes.of(country[:2], date(2027, 6, 1), area=country[3:])

    assert law.deadline.count > 0
    assert law.source
    assert law.confidence in table.CONFIDENCE
    assert law.reviewed_on == TODAY
    assert law.effective_from <= date(2027, 6, 1)


@pytest.mark.parametrize(
    ("country", "issued", "until"),
    [
        ("DE", date(2026, 3, 5), date(2034, 12, 31)),
        ("GB", date(2026, 3, 5), date(2032, 12, 31)),
        ("cn", date(2028, 2, 29), date(2031, 2, 28)),
        ("OSS", date(2026, 3, 5), date(2036, 12, 31)),
        ("XX", date(2026, 3, 5), date(2036, 12, 31)),
        ("default", date(2026, 3, 5), date(2036, 12, 31)),
    ],
)
def test_invoices_are_kept_by_the_law_of_the_seller(country, issued, until):
    assert regimes.invoices(country, TODAY).until(issued) == until


def test_before_a_new_term_for_invoices_the_longest_one_counts():
    assert regimes.invoices("DE", date(2024, 12, 31)).years == 10


def test_the_owner_replaces_one_value_from_a_day_on(changed):
    changed("eu", "deadline_count", 3, date(2027, 1, 1))

    assert regimes.of("DE", date(2026, 12, 31)).deadline.count == 1
    law = regimes.of("DE", date(2027, 1, 1))
    assert (law.deadline.count, law.changed) == (3, ("deadline_count",))
    assert regimes.of("GB", date(2027, 1, 1)).deadline.count == 1


def test_the_newest_change_counts_and_the_owners_goes_before_the_files(changed):
    changed("uk", "pause", [], date(2026, 2, 28))
    assert regimes.of("GB", TODAY).pause == frozenset()

    changed("uk", "acknowledge_count", 5, date(2026, 1, 1))
    assert regimes.of("GB", TODAY).acknowledge == Period(30, Unit.DAYS)
    changed("uk", "acknowledge_count", 6, date(2026, 6, 20))
    assert regimes.of("GB", TODAY).acknowledge == Period(6, Unit.DAYS)


def test_the_owner_replaces_the_years_of_invoices(changed):
    changed("invoice-GB", "years", 7)

    assert regimes.invoices("GB", TODAY).until(TODAY) == date(2033, 12, 31)
    assert regimes.invoices("GB", TODAY).changed == ("years",)


@pytest.mark.parametrize(
    ("rule", "value"),
    [("deadline_count", "soon"), ("deadline_count", None), ("paws", 4)],
)
def test_a_change_that_can_not_be_used_leaves_the_law_and_tells_the_log(
    changed, caplog, rule, value
):
    if value is None:
        value = {}
    wrong = changed("eu", rule, value)

    with caplog.at_level(logging.ERROR, logger="privacy.regimes.regimes"):
        assert regimes.of("DE", TODAY).deadline.count == 1
    assert str(wrong.pk) in caplog.text


def test_a_law_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        regimes.of("DE", TODAY)


@pytest.mark.parametrize(
    ("regime", "rule", "value", "field"),
    [
        ("moon", "deadline_count", 4, "rule"),
        ("eu", "years", 4, "rule"),
        ("invoice-DE", "deadline_count", 4, "rule"),
        ("eu", "deadline_count", "4", "value"),
    ],
)
def test_a_wrong_change_is_refused_with_a_plain_sentence(
    staff, regime, rule, value, field
):
    change = RuleChange(
        regime=regime,
        rule=rule,
        value=value,
        source="A new act",
        effective_from=TODAY,
        by=staff,
    )

    with pytest.raises(ValidationError) as refused:
        change.full_clean()
    assert set(refused.value.message_dict) == {field}


def test_a_right_change_is_not_refused(staff):
    RuleChange(
        regime="eu",
        rule="deadline_count",
        value=2,
        source="A new act",
        effective_from=timezone.localdate(),
        by=staff,
    ).full_clean()


def test_holidays_of_the_setting_count_for_working_days_and_moved_days(settings):
    settings.SHOP_HOLIDAYS = ["2026-11-23", "2026-12-25"]

    assert regimes.of("DE", TODAY).due(date(2026, 10, 22)) == date(2026, 11, 24)
    assert regimes.of("CN", TODAY).due(date(2026, 11, 20)) == date(2026, 12, 14)


@pytest.mark.parametrize(
    ("received", "due", "aim"),
    [
        # Day 28 is Sunday 20 December.
        (TODAY, date(2026, 12, 22), date(2026, 12, 18)),
        (date(2026, 11, 23), date(2026, 12, 23), date(2026, 12, 21)),
        (date(2026, 11, 23), date(2027, 1, 7), date(2026, 12, 21)),
        (date(2026, 11, 23), date(2026, 12, 3), date(2026, 12, 3)),
        # Nothing is aimed at before it arrived.
        (date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 21)),
    ],
)
def test_staff_aim_at_the_working_day_at_or_before_day_28(received, due, aim):
    assert regimes.target(received, due) == aim


def test_the_aim_is_a_setting(settings):
    settings.CASE_TARGET_DAYS = 14

    assert regimes.target(TODAY, date(2026, 12, 22)) == date(2026, 12, 4)


@few(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    received=st.dates(date(2027, 6, 1), date(2060, 12, 31)),
    place=st.sampled_from(sorted(table.current().places)),
)
def test_dates_of_every_law_are_in_order(received, place):
    law = regimes.of(place[:2], received, area=place[3:])
    due, more = law.due(received), law.extended(received)

    assert received <= regimes.target(received, due) <= due
    assert received < due
    assert more is None or due < more
