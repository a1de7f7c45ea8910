"""`manage.py policy`, the check before a deployment, and the promise."""

from __future__ import annotations

import hashlib
import json
from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from privacy.promises import promise
from shop.policy import checks, writing
from shop.policy.notice import PolicyNotice
from shop.policy.version import PolicyVersion
from tests.emptying import unguarded

PROBE = "this text and the program"


def policy(*words):
    out = StringIO()
    call_command("policy", *words, stdout=out)
    return out.getvalue()


def status():
    """Return what the command says, and the code it leaves with."""
    out = StringIO()
    try:
        call_command("policy", "status", stdout=out)
    except SystemExit as left:
        return out.getvalue(), left.code
    return out.getvalue(), 0


def test_status_leaves_with_0_while_the_program_does_what_is_in_force(db):
    said, code = status()
    assert code == 0
    assert "* 1  In force since" in said
    assert "The program does what version 1 says." in said


def test_status_leaves_with_1_when_the_program_says_something_else(
    db, program_says, other_text
):
    program_says(other_text)
    said, code = status()
    assert code == 1
    assert "Until a new version is published, version 1 binds us." in said


def test_status_names_those_who_were_not_told(published, alice, at):
    published(takes=False)
    said, code = status()
    assert "Still to be told of what is in force: 1." in said
    assert code == 1


def test_show_prints_a_version_or_what_the_program_says(db, program_says, other_text):
    assert "WHO WE ARE" in policy("show")
    assert "kites" not in policy("show", "1")
    program_says(other_text)
    assert "We also sell kites." in policy("show", "--program")
    with pytest.raises(CommandError, match="no such version"):
        policy("show", "7")


def test_what_show_prints_as_json_has_the_hash(db):
    said = policy("show", "1", "--json")
    version = PolicyVersion.objects.get()
    assert hashlib.sha256(said.encode()).hexdigest() == version.sha256


def test_diff_compares_versions_or_one_with_the_program(
    published, program_says, other_text
):
    assert policy("diff").strip() == "Nothing is different."
    program_says(other_text)
    assert "  + We also sell kites." in policy("diff")
    published()
    assert "Who we are (changed)" in policy("diff", "1", "2")
    first, second, *rest = writing.written()
    program_says((second, first, *rest))
    assert "Some stand in another place." in policy("diff", "2")
    program_says(tuple(each for each in writing.written() if each.key != "cookies"))
    told = policy("diff", "2")
    assert "Cookies (removed)" in told
    assert "    - How long: " in told


def test_publish_says_from_when_and_how_many_are_told(
    db, alice, program_says, other_text
):
    program_says(other_text)
    said = policy("publish", "--summary", "Kites.", "--takes-nothing")
    assert said.startswith("Version 2 is published, in force from ")
    assert "Letters to people with accounts: 1." in said
    assert "already" not in said
    assert PolicyNotice.objects.get().person == alice


def test_publish_warns_of_a_program_that_is_ahead(db, program_says, other_text):
    program_says(other_text)
    said = policy("publish", "--summary", "Kites.")
    assert "The program already does what version 2 says" in said


def test_a_text_that_another_program_wrote_can_be_published(
    db, tmp_path, program_says, other_text
):
    before = writing.written()
    program_says(other_text)
    there = tmp_path / "text.json"
    there.write_text(policy("show", "--program", "--json"), "utf-8")
    program_says(before)
    said = policy("publish", "--summary", "Kites.", "--text", str(there))
    assert "already" not in said
    assert PolicyVersion.objects.newest().text == other_text


@pytest.mark.parametrize("told", ["", "[7]", "{", json.dumps([{"key": "a"}])])
def test_a_file_that_is_no_text_is_refused(db, tmp_path, told):
    there = tmp_path / "text.json"
    there.write_text(told, "utf-8")
    with pytest.raises(CommandError, match="can't be read"):
        policy("publish", "--summary", "x", "--text", str(there))
    with pytest.raises(CommandError, match="can't be read"):
        policy("publish", "--summary", "x", "--text", str(tmp_path / "none"))


def test_a_day_is_written_as_iso_does(db):
    with pytest.raises(CommandError, match="2026-12-22"):
        policy("publish", "--summary", "x", "--in-force", "tomorrow")


def test_what_can_not_be_published_is_said_in_a_sentence(db):
    with pytest.raises(CommandError, match="version 1 says already"):
        policy("publish", "--summary", "Nothing.")


# --- The check --------------------------------------------------------------------


def warnings():
    found = run_checks(include_deployment_checks=True)
    return [each for each in found if each.id == "shop.W001"]


def test_the_check_is_silent_while_the_program_is_in_step(db):
    assert warnings() == []


def test_the_check_warns_when_it_is_not(db, program_says, other_text):
    program_says(other_text)
    [warning] = warnings()
    assert "version 1 binds us" in warning.msg


def test_without_a_database_the_check_is_silent(monkeypatch):
    def down(*, at):
        raise DatabaseError

    monkeypatch.setattr(checks, "standing", down)
    assert checks.program_does_what_is_published() == []


# --- The promise --------------------------------------------------------------------


@pytest.fixture
def measured(at):
    [probe] = [each for each in promise.probes("A1") if each.name == PROBE]
    return lambda at=at: probe.probe(at)


def test_the_promise_is_kept_while_the_program_is_in_step(db, measured):
    assert measured().kept is True


def test_a_program_that_says_something_else_breaks_it(
    db, measured, program_says, other_text
):
    program_says(other_text)
    assert measured().kept is False
    assert measured().counts["differences"] == 2


def test_a_version_whose_row_was_changed_breaks_it(db, measured):
    version = PolicyVersion.objects.get()
    with unguarded(more=["shop_policyversion"]):
        PolicyVersion.objects.update(sections=version.sections[1:])
    assert measured().kept is False
    assert "not what it was" in measured().words


def test_somebody_who_was_not_told_breaks_it(published, alice, measured):
    version = published()
    assert measured().kept is True
    late = measured(version.in_force_from)
    assert late.kept is False
    assert "not told" in late.words


def test_before_anything_is_published_it_is_not_checked(measured, monkeypatch, db):
    monkeypatch.setattr(PolicyVersion, "objects", PolicyVersion.objects.none())
    assert measured().kept is None
