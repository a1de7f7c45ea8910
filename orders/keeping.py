"""How long the facts of an order are kept, and under which law.

Name, e-mail, address and payment check go two years after the order is closed; what
the books need stays as long as the law of the shop’s country asks, without these. Who
bought stays on the invoice alone, under a key of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings

from privacy.declarations import Keep, Latest, Personal, Retention
from privacy.purposes import Purpose
from privacy.regimes import table
from privacy.regimes.rules import Counted
from privacy.retention import holding

HOME = "GB"
SIX_YEARS = 72
ONE_STOP_SHOP = "OSS"
"""What settings.SHOP_TAX_REGISTERED says of a seller who uses that of the EU."""


def law_of(country: str) -> Keep:
    """Return how long a seller in a country keeps its books, and why.

    Where the years count from the end of one, another is added: nothing goes early.
    The numbers are those of privacy/regimes/regimes.toml, section "invoices".
    """
    if country == HOME:
        return Keep(
            ground="VAT law asks sellers to keep their records for six years "
            "(Value Added Tax Act 1994, schedule 11, paragraph 6)",
            months=SIX_YEARS,
        )
    known = table.current().invoices()
    law = known.get(table.INVOICES + country, known[table.INVOICES + table.DEFAULT])
    years, where = law["years"], law["name"]
    from_end = law["counted_from"] == Counted.END_OF_YEAR
    rest = ", counted from the end of the year" if from_end else ""
    return Keep(
        ground=f"Tax law asks sellers to keep invoices for {years} years{rest}"
        f" ({where})",
        months=12 * (years + from_end),
    )


def books() -> Keep:
    """Return the law of home, or of the EU's one-stop shop where that is longer."""
    laws = [law_of(settings.SHOP_COUNTRY)]
    if ONE_STOP_SHOP in settings.SHOP_TAX_REGISTERED:
        laws.append(law_of(ONE_STOP_SHOP))
    return max(laws, key=lambda law: law.months)


BOOKS = books()
_YEARS = "six years" if BOOKS.months == SIX_YEARS else f"{BOOKS.months // 12} years"


def two_years(*, latest: str) -> Retention:
    """Return the retention of what names the buyer: two years after the end.

    An order that never ended lets go of it with the books, counted from the moment in
    the field ``latest``.
    """
    return Retention(
        after="closed_at",
        months=24,
        words="two years after the order is delivered or cancelled",
        latest=Latest(after=latest, months=BOOKS.months),
    )


TWO_YEARS = two_years(latest="placed_at")


def register() -> None:
    """Let staff name an order by its number where they hold it."""
    holding.can_be_named("orders.Order", "number")


def accounting(
    *, what: str, why: str, after: str, recipients: tuple[str, ...] = ()
) -> Personal:
    """Declare a fact that the books need: in clear, without name, as long as they do.

    ``what`` is its name for the customer, ``after`` the moment in the row from which
    the years count, ``recipients`` who may ever receive it.
    """
    return Personal(
        what=what,
        category="user.behavior.purchase_history",
        purposes=(Purpose.ACCOUNTING, Purpose.AFTER_SALES, Purpose.OWN_REQUEST),
        why=why,
        retention=Retention(
            after=after, months=BOOKS.months, words=f"{_YEARS}, as tax law asks"
        ),
        erasure=BOOKS,
        recipients=recipients,
        in_clear="It names nobody once name, e-mail and address are gone.",
    )


def on_an_invoice(*, category: str, why: str, mask: Callable[[Any], str]) -> Personal:
    """Declare who bought, as an invoice says it: kept by law, and sealed.

    The row has a key of its own, so that it outlives the person's.
    """
    return Personal(
        category=category,
        purposes=(Purpose.ACCOUNTING, Purpose.OWN_REQUEST),
        why=why,
        retention=Retention(
            after="issued_at", months=BOOKS.months, words=f"{_YEARS}, as tax law asks"
        ),
        erasure=BOOKS,
        mask=mask,
    )


def index_of(value: str, *, retention: Retention = TWO_YEARS) -> Personal:
    """Declare the blind index that finds rows by ``value`` (words for a page)."""
    return Personal(
        what=f"A keyed digest of {value}",
        category="user.unique_id.pseudonymous",
        purposes=(Purpose.AFTER_SALES, Purpose.OWN_REQUEST),
        why=f"To find the order by {value}",
        retention=retention,
        in_clear="It is a keyed digest already; the key is not in the database",
    )
