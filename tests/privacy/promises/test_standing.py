"""How promises stand: by fresh measurements alone, for people and for programs."""

from __future__ import annotations

import html
import json
import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from privacy.promises import checking, promise
from privacy.promises.promise import PROMISES, Finding, Registered, Verdict, told
from privacy.promises.result import PromiseResult
from privacy.tasks import check_promises


@pytest.fixture
def only(monkeypatch, db):
    """Let these findings be all that is measured, each under its promise."""

    def only(*findings):
        registered = {
            f"probe {number}": Registered(key, f"probe {number}", lambda at, f=found: f)
            for number, (key, found) in enumerate(findings)
        }
        monkeypatch.setattr(promise, "_registered", registered)

    return only


GOOD, BAD = Finding(True, "It holds."), Finding(False, "It does not hold.")
NOTHING = Finding(None, "There was nothing to see.")


def stands(key, *, at):
    [found] = [each for each in checking.standing(at=at) if each.promise.key == key]
    return found


# --- What can be said ------------------------------------------------------------
def test_nothing_is_kept_before_anybody_looked(only, at):
    only(("A1", GOOD))
    assert stands("A1", at=at).verdict is Verdict.NOT_CHECKED
    assert stands("A1", at=at).evidence[0].words == "Nobody looked yet."


def test_a_promise_without_a_probe_is_never_kept(only, at):
    only(("A1", GOOD))
    checking.check(at=at)
    assert stands("A1", at=at).verdict is Verdict.KEPT
    assert stands("A2", at=at).verdict is Verdict.NOT_CHECKED


def test_old_evidence_is_late(only, at):
    only(("A1", GOOD))
    checking.check(at=at)
    assert stands("A1", at=at + timedelta(hours=36)).verdict is Verdict.KEPT
    later = stands("A1", at=at + timedelta(hours=37))
    assert later.verdict is Verdict.LATE
    assert later.evidence[0].at == at


def test_a_broken_promise_stays_broken_until_somebody_looks_again(only, at):
    only(("A1", BAD))
    checking.check(at=at)
    assert stands("A1", at=at + timedelta(days=9)).verdict is Verdict.BROKEN
    only(("A1", GOOD))
    checking.check(at=at + timedelta(days=10))
    assert stands("A1", at=at + timedelta(days=10)).verdict is Verdict.KEPT


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ((GOOD, GOOD), Verdict.KEPT),
        ((GOOD, NOTHING), Verdict.NOT_CHECKED),
        ((GOOD, BAD), Verdict.BROKEN),
        ((NOTHING, BAD), Verdict.BROKEN),
    ],
)
def test_the_worst_finding_counts(only, at, findings, verdict):
    only(*(("A1", finding) for finding in findings))
    checking.check(at=at)
    assert stands("A1", at=at).verdict is verdict


def test_a_probe_that_breaks_hides_no_other_and_says_no_value(
    only, at, monkeypatch, caplog
):
    only(("A1", GOOD), ("A2", GOOD))

    def breaks(at):
        raise ValueError("maya@example.net")

    promise._registered["probe 0"] = Registered("A1", "probe 0", breaks)
    with caplog.at_level(logging.ERROR):
        checking.check(at=at)
    assert stands("A1", at=at).verdict is Verdict.NOT_CHECKED
    assert stands("A2", at=at).verdict is Verdict.KEPT
    assert "The probe probe 0 broke: ValueError" in caplog.text
    assert "maya" not in caplog.text


def test_only_what_was_promised_can_be_measured():
    with pytest.raises(KeyError):
        promise.measures("Z9", "nothing")


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "None."), (1, "Fewer than 10 rows."), (9, "Fewer than 10 rows.")],
)
def test_small_numbers_are_not_told(count, words):
    assert told(count, "None.", "{} rows.") == words


def test_large_numbers_are_told():
    assert told(10, "None.", "{} rows.") == "10 rows."
    assert told(12_345, "None.", "{} rows.") == "12,345 rows."


# --- By hand and by night --------------------------------------------------------
def command(*options):
    out, code = StringIO(), 0
    try:
        call_command("promises", *options, stdout=out)
    except SystemExit as end:
        code = end.code
    return out.getvalue(), code


def test_the_command_measures_and_exits_with_1_when_one_is_broken(only):
    only(("A1", GOOD), ("A3", BAD))
    assert PromiseResult.objects.count() == 0
    text, code = command("--check")
    assert code == 1
    assert PromiseResult.objects.count() == 2
    assert f"A1  KEPT        {PROMISES['A1'].sentence}" in text
    assert "not kept    probe 1" in text


def test_the_command_without_check_shows_what_was_found_last(only):
    only(("A1", GOOD))
    text, code = command()
    assert (code, PromiseResult.objects.count()) == (0, 0)
    assert "not checked probe 0, never: Nobody looked yet." in text


def test_programs_get_json(only):
    only(("A1", GOOD))
    text, code = command("--check", "--json")
    first = json.loads(text)[0]
    assert code == 0
    assert (first["promise"], first["verdict"]) == ("A1", "kept")
    assert first["evidence"][0]["words"] == "It holds."
    assert first["evidence"][0]["at"]


def test_the_night_measures(only):
    only(("A1", GOOD))
    check_promises()
    assert stands("A1", at=timezone.now()).verdict is Verdict.KEPT


# --- In public -------------------------------------------------------------------
def test_the_policy_page_shows_each_promise_with_its_evidence(client, only):
    only(("A1", GOOD), ("A2", BAD))
    before = client.get("/privacy/").content.decode()
    assert before.count(">Not checked</span>") == len(PROMISES)
    checking.check(at=timezone.now())
    page = client.get("/privacy/").content.decode()
    assert page.count(">Kept</span>") == 1
    assert page.count(">Not kept</span>") == 1
    assert "It does not hold." in page
    for each in PROMISES.values():
        assert html.escape(each.sentence) in page


def test_old_evidence_says_so_in_public(client, only):
    only(("A1", GOOD))
    checking.check(at=timezone.now() - timedelta(days=3))
    page = client.get("/privacy/").content.decode()
    assert ">Kept</span>" not in page
    assert "which is too long ago" in page


def test_a_result_says_nothing_but_its_id(only, at):
    only(("A1", GOOD))
    checking.check(at=at)
    result = PromiseResult.objects.get()
    assert str(result) == f"result {result.pk}"
