"""How long the facts of an order are kept, and under which law.

Name, e-mail, address and payment check go two years after the order is closed;
what the books need stays six years, without any of these.
"""

from __future__ import annotations

from privacy.declarations import Keep, Latest, Personal, Retention
from privacy.purposes import Purpose
from privacy.retention import holding

SIX_YEARS = 72


def two_years(*, latest: str) -> Retention:
    """Return the retention of what names the buyer: two years after the end.

    An order that never ended lets go of it with the books, six years after the moment
    in the field ``latest``.
    """
    return Retention(
        after="closed_at",
        months=24,
        words="two years after the order is delivered or cancelled",
        latest=Latest(after=latest, months=SIX_YEARS),
    )


TWO_YEARS = two_years(latest="placed_at")
BOOKS = Keep(
    ground="VAT law asks sellers to keep their records for six years "
    "(Value Added Tax Act 1994, schedule 11, paragraph 6)",
    months=SIX_YEARS,
)


def register() -> None:
    """Let staff name an order by its number where they hold it."""
    holding.can_be_named("orders.Order", "number")


def accounting(*, what: str, why: str, after: str) -> Personal:
    """Declare a fact that the books need: in clear, without name, for six years.

    ``what`` is its name for the customer, ``after`` the moment in the row from which
    the six years count.
    """
    return Personal(
        what=what,
        category="user.behavior.purchase_history",
        purposes=(Purpose.ACCOUNTING, Purpose.AFTER_SALES, Purpose.OWN_REQUEST),
        why=why,
        retention=Retention(
            after=after, months=SIX_YEARS, words="six years, as tax law asks"
        ),
        erasure=BOOKS,
        in_clear="It names nobody once name, e-mail and address are gone.",
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
