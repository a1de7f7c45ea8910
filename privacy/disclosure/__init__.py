"""The one door through which personal data leaves: a basis, a row, and only then a way.

`disclose` writes into the ledger what leaves by hand; `leaving` opens the way to the
recipient of such a row for what leaves over a wire. docs/disclosure.md has the rest.
"""

from __future__ import annotations

from privacy.disclosure.door import DisclosureRefused, disclose, leaving, tell
from privacy.disclosure.ledger import Disclosure

__all__ = ["Disclosure", "DisclosureRefused", "disclose", "leaving", "tell"]
