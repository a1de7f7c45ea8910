"""How long the facts of an order are kept, and under which law.

Name, e-mail, address and payment check go two years after the order is closed;
what the books need stays six years, without any of these.
"""

from __future__ import annotations

from privacy.declarations import Keep, Personal, Retention
from privacy.purposes import Purpose

TWO_YEARS = Retention(
    after="closed_at",
    months=24,
    words="two years after the order is delivered or cancelled",
)
SIX_YEARS = 72
BOOKS = Keep(
    ground="VAT law asks sellers to keep their records for six years "
    "(Value Added Tax Act 1994, schedule 11, paragraph 6)",
    months=SIX_YEARS,
)


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


def index_of(value: str) -> Personal:
    """Declare the blind index that finds rows by ``value`` (words for a page)."""
    return Personal(
        what=f"A keyed digest of {value}",
        category="user.unique_id.pseudonymous",
        purposes=(Purpose.AFTER_SALES, Purpose.OWN_REQUEST),
        why=f"To find the order by {value}",
        retention=TWO_YEARS,
        in_clear="It is a keyed digest already; the key is not in the database",
    )
