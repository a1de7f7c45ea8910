"""Measures the screening over the test set: `python -m tests.privacy.screening.report`.

It prints what stands in docs/screening.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field

import django

HEAD = """\
# What the screening finds

Free text is read on its way in for the numbers of payment cards, bank accounts,
identity papers, passports and health insurance. Whoever typed one is told which part to
leave out, and nothing of it is kept (`privacy/screening/`). This page is what
`python -m tests.privacy.screening.report` prints; a test keeps it fresh and holds the
floors: recall of each sort at least 0.98, at most 0.5 % of any sort that may pass
refused, and none that holds a number of ours.

The texts are made by `tests/privacy/screening/`, the same ones every time. Check digits
of identity numbers come from python-stdnum there as in the program, so these figures
say how well numbers are told apart in a text; the hand-written examples of the tests
say whether the check digits are right. People write in more ways than a test set does.
"""


@dataclass
class Tally:
    """How many texts of a sort there were, and in which one something was found."""

    texts: int = 0
    found: int = 0
    right: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of texts in which a number of the right kind was found."""
        return self.right / self.texts

    @property
    def refused(self) -> float:
        """The share of texts that were refused."""
        return self.found / self.texts


def measure():
    """Return the tallies of what must be found and of what must pass."""
    from tests.privacy.screening import rows

    finding = {(row.sort, row.name): tally(row) for row in rows.must_find()}
    passing = {(row.sort, row.name): tally(row) for row in rows.must_pass()}
    return finding, passing


def tally(row):
    """Return what is found in the texts of one row."""
    from privacy import screening

    told = Tally()
    for text in row.make():
        kinds = {finding.kind for finding in screening.found(text)}
        told.texts += 1
        told.found += bool(kinds)
        told.right += row.kind in kinds
        told.kinds.update(kinds)
        if (row.kind and row.kind not in kinds) or (row.kind is None and kinds):
            told.odd.append(text)
    return told


def markdown(finding, passing):
    """Return the report as it stands in docs/screening.md."""
    return "\n".join(
        [HEAD, *_kinds(finding, passing), *_finding(finding), *_passing(passing)]
    )


def _kinds(finding, passing):
    """Precision and recall of each kind: false alarms are texts that may pass."""
    from tests.privacy.screening import rows

    kinds = {row.sort: row.kind for row in rows.must_find()}
    yield "## By kind\n"
    yield "A false alarm is a text that may pass, or holds another kind alone.\n"
    yield "| kind | texts | found | recall | false alarms | precision |"
    yield "|---|--:|--:|--:|--:|--:|"
    for kind in dict.fromkeys(kinds.values()):
        mine = [tally for (sort, _), tally in finding.items() if kinds[sort] is kind]
        texts, right = sum(t.texts for t in mine), sum(t.right for t in mine)
        others = [
            tally
            for tally in (*finding.values(), *passing.values())
            if tally not in mine
        ]
        alarms = sum(tally.kinds[kind] for tally in others)
        recall, precision = right / texts, right / (right + alarms)
        told = f"{right:,} | {recall:.4f} | {alarms} | {precision:.4f}"
        yield f"| {kind.removeprefix('a ')} | {texts:,} | {told} |"
    yield ""


def _finding(finding):
    yield "## What must be found\n"
    yield "| sort | | texts | found | recall |"
    yield "|---|---|--:|--:|--:|"
    for (sort, name), tally in finding.items():
        told = f"{tally.texts} | {tally.right} | {tally.recall:.3f}"
        yield f"| {sort} | {name} | {told} |"
    yield ""


def _passing(passing):
    yield "## What may pass\n"
    yield "| sort | texts | refused | share |"
    yield "|---|--:|--:|--:|"
    for (sort, _), tally in passing.items():
        yield f"| {sort} | {tally.texts} | {tally.found} | {tally.refused:.2%} |"
    yield ""


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(markdown(*measure()))
