"""The ground floor's tables: people, consents, what left, who looked, letters."""

from __future__ import annotations

from privacy.access import Access
from privacy.consent import Consent
from privacy.disclosure import Disclosure
from privacy.encryption.roots import IndexRoot
from privacy.letters.models import Letter
from privacy.people import Person

__all__ = ["Access", "Consent", "Disclosure", "IndexRoot", "Letter", "Person"]
