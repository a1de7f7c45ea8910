"""Measures the promises, writes down what was found, and says how each one stands."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from privacy.promises import promise as promised
from privacy.promises.promise import PROMISES, Finding, Promise, Registered, Verdict
from privacy.promises.result import PromiseResult

FRESH_FOR = timedelta(hours=36)
"""The check runs each night: one that was missed shows, one that is late does not."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Evidence:
    """What one probe found last: when, and what. `at` is None if it never looked."""

    name: str
    verdict: Verdict
    words: str
    at: datetime | None


@dataclass(frozen=True)
class Standing:
    """How one promise stands, and on what evidence."""

    promise: Promise
    verdict: Verdict
    evidence: tuple[Evidence, ...]


def check(*, at: datetime) -> list[Standing]:
    """Run every probe against the live shop, keep the results, and return the standing.

    A probe that breaks has found nothing: its promise is then not checked, and what
    was wrong is logged by its kind alone.
    """
    found = [
        PromiseResult(
            promise=each.promise,
            probe=each.name,
            at=at,
            kept=finding.kept,
            words=finding.words,
            counts=dict(finding.counts),
        )
        for each in promised.probes()
        for finding in [_measured(each, at)]
    ]
    PromiseResult.objects.bulk_create(found)
    return standing(at=at)


def standing(*, at: datetime) -> list[Standing]:
    """Return how each promise stands at `at`, from the newest result of each probe."""
    found = _newest(at)
    newest = {
        each.name: _evidence(each, found.get(each.name), at)
        for each in promised.probes()
    }
    return [
        _standing(promise, [newest[each.name] for each in promised.probes(promise.key)])
        for promise in PROMISES.values()
    ]


def broken(standings: Iterable[Standing]) -> list[Standing]:
    """Return those that were measured and are not kept."""
    return [each for each in standings if each.verdict is Verdict.BROKEN]


def _measured(each: Registered, at: datetime) -> Finding:
    try:
        return each.probe(at)
    # Whatever breaks in one probe must not hide what the others find.
    except Exception as error:
        log.error("The probe %s broke: %s", each.name, type(error).__name__)
        return Finding(None, "This could not be measured.")


def _newest(at: datetime) -> dict[str, PromiseResult]:
    """Return the newest result of each probe that there was at a moment."""
    rows = PromiseResult.objects.filter(at__lte=at)
    last = dict(rows.values_list("probe").annotate(Max("at")).order_by())
    # Of two looks at the same moment the one with the later id counts.
    found = rows.filter(probe__in=last, at__in=set(last.values())).order_by("id")
    return {each.probe: each for each in found if each.at == last[each.probe]}


def _evidence(each: Registered, result: PromiseResult | None, at: datetime) -> Evidence:
    if result is None:
        return Evidence(each.name, Verdict.NOT_CHECKED, "Nobody looked yet.", None)
    verdict = _verdict(result, at)
    return Evidence(each.name, verdict, result.words, result.at)


def _verdict(result: PromiseResult, at: datetime) -> Verdict:
    if result.kept is False:
        return Verdict.BROKEN
    if result.kept is None:
        return Verdict.NOT_CHECKED
    return Verdict.KEPT if at - result.at <= FRESH_FOR else Verdict.LATE


def _standing(promise: Promise, evidence: list[Evidence]) -> Standing:
    verdicts = {each.verdict for each in evidence} or {Verdict.NOT_CHECKED}
    # The worst counts: one broken part is not outweighed by many kept ones.
    worst = (Verdict.BROKEN, Verdict.NOT_CHECKED, Verdict.LATE, Verdict.KEPT)
    verdict = next(each for each in worst if each in verdicts)
    return Standing(promise, verdict, tuple(evidence))
