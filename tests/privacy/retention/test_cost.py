"""What a sweep costs grows with what is due, and not with what is stored."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.models import Order
from privacy import retention
from privacy.people import Person
from privacy.retention import rules
from privacy.retention.report import SweepReport
from tests.privacy.retention import everything

YEAR = timedelta(days=366)
OURS = ("orders", "privacy", "shop")
EVERY = [
    rule
    for rule in rules.rules()
    if rule.model._meta.app_label in OURS
    and (everything.is_about_people(rule.model) or rule.model is Person)
]


def plan(rows):
    if connection.vendor != "postgresql":
        return rows.explain()
    with connection.cursor() as cursor:
        # Of a small table it reads all and sorts it: that isn't what is asked here.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    return rows.explain()


def is_found_by_its_date(rule, told):
    """Tell whether a plan begins with an index on the moment a rule counts from."""
    column = rule.model._meta.get_field(rule.retention.after).column
    if connection.vendor == "postgresql":
        return re.search(rf"Index Cond: \(.*{column}", told) is not None
    table = re.escape(rule.model._meta.db_table)
    return re.search(rf"SEARCH {table} USING .*INDEX .*\({column}", told) is not None


@pytest.mark.parametrize(
    "rule", EVERY, ids=lambda each: f"{each.label}-{each.retention.after}"
)
def test_each_rule_finds_its_rows_by_an_index_on_their_date(db, rule, at):
    rows = rule.past(at=at).order_by(rule.retention.after, "pk")[:500]
    told = plan(rows.values_list("pk"))
    if rule.retention.only:
        # Few rows are like that: an index that holds them alone, or on another column.
        assert "Seq Scan on" not in told
        assert not re.search(rf"SCAN {rule.model._meta.db_table}$", told, re.MULTILINE)
    else:
        assert is_found_by_its_date(rule, told), told


def test_a_date_without_an_index_would_be_noticed(db, at):
    rows = Order.objects.filter(earliest_on__lte=at).values_list("pk")
    (rule,) = (each for each in EVERY if each.label == "orders.Order" and each.is_whole)
    assert not is_found_by_its_date(rule, plan(rows))


def test_rows_that_are_not_due_cost_no_query(buys, at):
    def swept():
        with CaptureQueriesContext(connection) as queries:
            assert retention.sweep(at=at) == {}
        return len(queries)

    buys()
    few = swept()
    for number in range(5):
        buys(f"n{number}@example.net")
    assert swept() == few
    assert SweepReport.objects.count() == 2
    assert few < 120


def test_a_kind_of_which_there_is_nothing_costs_one_short_question(db, at):
    with CaptureQueriesContext(connection) as queries:
        retention.overdue(at=at)
    asked = [each["sql"] for each in queries if "diary_page" in each["sql"]]
    assert asked
    assert {sql.partition(" FROM ")[0] for sql in asked} == {"SELECT 1"}
    assert not any("WHERE" in sql for sql in asked)
