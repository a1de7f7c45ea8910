"""The ground floor's tables: people, consents, what left, letters, cases, runs."""

from __future__ import annotations

from privacy.access import Access
from privacy.cases.case import Case
from privacy.cases.challenge import Challenge
from privacy.cases.handling import Handling
from privacy.cases.history import CaseEvent
from privacy.cases.notice import Notice
from privacy.consent import Consent, ConsentEvent
from privacy.copies.package import Copy
from privacy.disclosure import Disclosure
from privacy.disclosure.refusals import RefusedConnection
from privacy.encryption.carried import Carried
from privacy.encryption.roots import IndexRoot
from privacy.erasure.run import Run, Step
from privacy.exports.export import Export, ExportedPerson
from privacy.letters.limits import LetterCount
from privacy.letters.models import Letter
from privacy.letters.returned import Returned
from privacy.people import Person
from privacy.promises.result import PromiseResult
from privacy.regimes.change import RuleChange
from privacy.retention.hold import LegalHold
from privacy.retention.report import SweepReport
from privacy.second_factors.devices import KnownDevice
from privacy.second_factors.factor import Factor, RecoveryCode
from privacy.trail.entry import TrailEntry
from privacy.trail.heads import TreeHead
from privacy.trail.names import TrailName

__all__ = [
    "Access",
    "Carried",
    "Case",
    "CaseEvent",
    "Challenge",
    "Consent",
    "ConsentEvent",
    "Copy",
    "Disclosure",
    "Export",
    "ExportedPerson",
    "Factor",
    "Handling",
    "IndexRoot",
    "KnownDevice",
    "LegalHold",
    "Letter",
    "LetterCount",
    "Notice",
    "Person",
    "PromiseResult",
    "RecoveryCode",
    "RefusedConnection",
    "Returned",
    "RuleChange",
    "Run",
    "Step",
    "SweepReport",
    "TrailEntry",
    "TrailName",
    "TreeHead",
]
