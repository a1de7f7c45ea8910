"""A shop in which every promise that can be measured is kept."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from privacy import guarding
from privacy.promises import checking
from privacy.promises.promise import PROMISES, Verdict
from shop import crawling


@pytest.fixture
def backed_up(settings, tmp_path, at):
    """A backup that was made this morning and tried out last week."""
    settings.BACKUP_STATUS = str(tmp_path / "backups.json")

    def wrote(backup=timedelta(hours=5), drill=timedelta(days=7)):
        told = {
            "last_backup": (at - backup).isoformat(),
            "last_restore_drill": (at - drill).isoformat(),
        }
        (tmp_path / "backups.json").write_text(json.dumps(told))

    wrote()
    return wrote


@pytest.fixture
def guarded(monkeypatch):
    """The guard stands, as in every process of a shop, but not in one of the tests."""
    monkeypatch.setattr(guarding, "holds", lambda: True)


@pytest.fixture
def few_pages(monkeypatch):
    """Visit a few pages only: each test measures everything, twice."""
    monkeypatch.setattr(crawling, "MOST", 3)


@pytest.fixture
def verdicts(at):
    """Measure everything; return how each promise stands."""

    def measured(later=timedelta()):
        found = checking.check(at=at + later)
        return {each.promise.key: each.verdict for each in found}

    return measured


@pytest.fixture
def unbroken():
    """How promises stand in this shop: what is not built yet is not checked."""
    stands = dict.fromkeys(PROMISES, Verdict.KEPT)
    return stands | {"C5": Verdict.NOT_CHECKED}


@pytest.fixture
def turned(verdicts, unbroken, alice, backed_up, few_pages, guarded):
    """Return which promises a change turns from what they were to not kept."""

    def measured():
        after = verdicts()
        changed = {key for key in after if after[key] is not unbroken[key]}
        assert all(after[key] is Verdict.BROKEN for key in changed)
        return changed

    return measured
