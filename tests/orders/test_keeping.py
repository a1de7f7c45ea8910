"""How long the books stay: by the law of the country in which the shop is."""

from __future__ import annotations

import pytest

from orders import keeping
from privacy.regimes import regimes


def test_at_home_the_books_stay_six_years():
    law = keeping.law_of("GB")
    assert (law.months, "six years" in law.ground) == (72, True)
    assert law == keeping.BOOKS


@pytest.mark.parametrize(
    ("country", "years", "where"),
    [("DE", 8, "Germany"), ("FR", 10, "France"), ("XX", 10, "(")],
)
def test_elsewhere_the_table_says_how_long_and_nothing_goes_early(
    db, at, country, years, where
):
    law, said = keeping.law_of(country), regimes.invoices(country, at.date())
    assert said.years == years
    assert f"{years} years" in law.ground
    assert where in law.ground
    assert keeping.Retention("x", "", months=law.months).ends_on(at) >= said.until(
        at.date()
    )


def test_a_country_that_counts_from_the_invoice_adds_no_year(monkeypatch):
    row = {"years": 7, "counted_from": "issue", "name": "Utopia"}

    class Table:
        def invoices(self):
            return {keeping.table.INVOICES + keeping.table.DEFAULT: row}

    monkeypatch.setattr(keeping.table, "current", Table)
    law = keeping.law_of("UT")
    assert law.months == 84
    assert law.ground == "Tax law asks sellers to keep invoices for 7 years (Utopia)"
