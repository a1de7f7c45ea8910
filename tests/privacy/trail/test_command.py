"""`manage.py trail`, and the verifier that needs no shop."""

from __future__ import annotations

import importlib.util
import io
import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from privacy.certificates import keys
from privacy.encryption import keyset
from privacy.trail import guarding, heads, merkle, proving, verifying
from tests.house.tree import ROOT

ENTRY, HEAD = guarding.tables()
SCRIPT = ROOT / "docs" / "verify_trail.py"


def told(*words):
    out = io.StringIO()
    call_command("trail", *words, stdout=out)
    return out.getvalue()


def refused(*words):
    out = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("trail", *words, stdout=out)
    return f"{out.getvalue()}{error.value}"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("verify_trail", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def alone(script):
    """Give what the verifier says of some text, with the published keys."""

    def alone(text, kept=""):
        published = json.dumps(keys.published()).encode()
        try:
            return script.verify(text.encode(), published, kept.encode())
        except script.Broken as error:
            return f"Broken: {error}"

    return alone


# --- The command ---------------------------------------------------------------------
def test_a_whole_trail_is_told(trail):
    assert told("verify") == "Whole: entries 10, tree heads 2.\n"


def test_flaws_are_told_with_their_place(trail, damage):
    damage(f"DELETE FROM {ENTRY} WHERE position = 4")
    said = refused("verify")
    assert said.startswith("Entry 4 is missing.\n")
    assert said.endswith("The trail is not as it was written: 2 flaws.")


def test_more_than_a_hundred_are_not_counted(trail, damage, monkeypatch):
    monkeypatch.setattr(verifying, "MOST_FLAWS", 2)
    monkeypatch.setattr("privacy.management.commands.trail.MOST_FLAWS", 2)
    damage(f"UPDATE {ENTRY} SET what = 'nothing'")
    assert refused("verify").endswith("as it was written: 2 flaws or more.")


def test_a_head_is_signed_printed_kept_and_compared(write, damage, tmp_path):
    assert refused("head").startswith("No tree head was signed yet")
    write(3)
    assert told("sign") == "Signed head 0: entries 3.\n"
    kept = tmp_path / "heads.jsonl"
    kept.write_text(told("head"))
    assert told("verify", "--heads", str(kept)).startswith("Whole")
    damage(f"DELETE FROM {ENTRY} WHERE position = 2", f"DELETE FROM {HEAD}")
    assert told("verify").startswith("Whole: entries 2")
    assert "Entry 2 is missing." in refused("verify", "--heads", str(kept))
    damage(f"UPDATE {ENTRY} SET what = 'nothing' WHERE position = 1")
    assert refused("sign") == "Entry 1 was changed."


def test_a_file_that_holds_no_heads_is_refused(db, tmp_path):
    path = tmp_path / "x"
    assert "can't be read: No such file" in refused("verify", "--heads", str(path))
    for text in ("{", "[1]"):
        path.write_text(text)
        assert "something else than tree" in refused("verify", "--heads", str(path))


def test_without_a_key_it_says_what_to_do(db, monkeypatch):
    bare = keyset.Keyset(**{**vars(keyset.current()), "signing": None})
    monkeypatch.setattr(keys.keyset, "current", lambda: bare)
    assert "rotate-signing" in refused("sign")


# --- Proofs --------------------------------------------------------------------------
def test_every_entry_is_proved(trail, alone):
    for position in range(10):
        proof = told("prove", str(position))
        assert alone(proof) == f"Proved: entry {position} is one of the first 10."


def test_heads_are_proved_to_have_grown(trail, alone):
    said = alone(told("consistency", "0", "1"))
    assert said == "Proved: the first 6 of 10 entries stayed as they were."
    assert alone(told("consistency", "1", "1")).startswith("Proved: the first 10 of 10")


def test_proofs_of_every_size_are_proved(write, at, alone):
    for number in range(9):
        verifying.sign_head(at=at)
        for first in range(1, number + 1):
            said = alone(told("consistency", str(first), str(number)))
            assert said.startswith(f"Proved: the first {first} of {number}")
        write()


def test_what_can_t_be_proved_is_told(trail, write, at):
    write()
    assert refused("prove", "10") == "No tree head was signed over such an entry."
    assert refused("prove", "-1") == refused("prove", "99") == refused("prove", "10")
    assert refused("consistency", "0", "2") == "There is no tree head of that number."
    assert "no more than all" in refused("consistency", "1", "0")


@pytest.mark.parametrize("field", ["entry", "path", "head"])
def test_a_changed_proof_proves_nothing(trail, alone, field):
    proof = proving.inclusion(3)
    changed = {
        "entry": proof["entry"] | {"what": "nothing"},
        "path": proof["path"][:-1],
        "head": proof["head"] | {"size": 9},
    }
    assert alone(json.dumps(proof | {field: changed[field]})).startswith("Broken")
    longer = proof["path"] + ["00" * 32]
    assert alone(json.dumps(proof | {"path": longer})).startswith("Broken")


def test_a_changed_consistency_proof_proves_nothing(trail, alone):
    proof = proving.consistency(0, 1)
    path = proof["path"]
    for wrong in ([], path[:-1], [*path, path[0]], path[::-1], [path[0][:-2]]):
        assert alone(json.dumps(proof | {"path": wrong})).startswith("Broken")
    swapped = {"first": proof["second"], "second": proof["first"]}
    assert alone(json.dumps(proof | swapped)).startswith("Broken")


def test_the_program_proves_what_it_prints(trail):
    proof = proving.inclusion(3)
    path = [bytes.fromhex(each) for each in proof["path"]]
    root = bytes.fromhex(proof["head"]["root"])
    leaf = proving._leaves(10)[3]
    assert merkle.is_included(leaf, 3, 10, path, root)


# --- The whole trail, elsewhere ------------------------------------------------------
def test_the_verifier_agrees_that_it_is_whole(trail, alone):
    assert alone(told("entries")) == "Whole: 10 entries, 2 tree heads."
    assert alone(told("entries"), kept=told("head")).startswith("Whole")


def test_so_is_one_without_entries(db, at, alone):
    verifying.sign_head(at=at)
    assert alone(told("entries")) == "Whole: 0 entries, 1 tree heads."


DAMAGE = [
    (f"UPDATE {ENTRY} SET what = 'nothing' WHERE position = 4", "Entry 4 was changed."),
    (f"UPDATE {ENTRY} SET previous = hash WHERE position = 4", "Entry 4 was changed."),
    (f"DELETE FROM {ENTRY} WHERE position = 4", "Entry 4 is missing."),
    (f"DELETE FROM {ENTRY} WHERE position > 7", "Entry 8 is missing: a head was"),
    (f"DELETE FROM {HEAD} WHERE number = 0", "Tree head 0 is missing."),
    (f"UPDATE {HEAD} SET size = 5 WHERE number = 0", "A tree head is not as it was"),
    (
        f"UPDATE {ENTRY} SET signature = hash WHERE position = 4",
        "Entry 4 was not written by the shop.",
    ),
]


@pytest.mark.parametrize(("statement", "words"), DAMAGE)
def test_the_verifier_finds_damage_where_it_is(trail, damage, alone, statement, words):
    damage(statement)
    assert alone(told("entries")).startswith(f"Broken: {words}")


def test_it_finds_what_a_kept_head_shows(trail, damage, alone):
    kept = told("head")
    damage(
        f"DELETE FROM {ENTRY} WHERE position > 5",
        f"DELETE FROM {HEAD} WHERE number > 0",
    )
    assert alone(told("entries")).startswith("Whole")
    assert "Entry 6 is missing" in alone(told("entries"), kept=kept)


def test_it_finds_a_head_over_something_else(trail, at, alone):
    heads.sign(size=3, root=bytes(32), at=at + timedelta(days=2))
    assert "does not fit the first 3 entries" in alone(told("entries"))


@pytest.mark.parametrize("text", ["{", "[]", '{"type": "entry"}', "1.5", '"x"'])
def test_other_files_are_refused(db, alone, text):
    assert alone(text) == "Broken: One of the files is not what the shop printed."


def test_it_runs_on_its_own(trail, tmp_path):
    files = {"trail": told("entries"), "keys": json.dumps(keys.published())}
    paths = []
    for name, text in files.items():
        (tmp_path / name).write_text(text)
        paths.append(str(tmp_path / name))
    assert run(*paths) == (0, "Whole: 10 entries, 2 tree heads.\n")
    (tmp_path / "trail").write_text(files["trail"].replace("reveal", "search", 1))
    assert run(*paths) == (1, "Entry 0 was changed.\n")
    assert run(paths[0]) == (1, "Type: python verify_trail.py FILE KEYS [HEADS]\n")
    assert run(str(tmp_path / "none"), paths[1])[0] == 1


def run(*arguments):
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout
