"""Certificates: what they say, that they name nobody, and that no byte can change."""

from __future__ import annotations

import io
import json
import runpy
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from privacy.certificates import certificate, keys, verifying
from privacy.certificates.certificate import NotFinished
from privacy.certificates.verifying import NotGenuine
from privacy.encryption import shredding
from tests.house.tree import ROOT

SCRIPT = ROOT / "docs" / "verify_certificate.py"


@pytest.fixture
def alone(tmp_path):
    """Run the script that needs no shop on some bytes; return its code and sentence."""

    def verified(raw, published=None):
        (tmp_path / "file.json").write_bytes(raw)
        listed = json.dumps(published or keys.published())
        (tmp_path / "keys.json").write_text(listed)
        done = subprocess.run(
            [sys.executable, "-I", SCRIPT, "file.json", "keys.json"],
            cwd=tmp_path,
            env={},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        assert done.stdout.count("\n") == 1
        return done.returncode, done.stdout

    return verified


def test_it_counts_what_was_done_and_what_stays(issued):
    assert issued["done"] == [
        {
            "of": "diary.Page",
            "outcome": "deleted",
            "ground": "",
            "until": "",
            "rows": 4,
        },
        {
            "of": "orders.Order",
            "outcome": "kept",
            "ground": "Tax law",
            "until": "2032-12-31",
            "rows": 2,
        },
        {
            "of": "privacy.Person",
            "outcome": "cleared",
            "ground": "",
            "until": "",
            "rows": 1,
        },
    ]
    assert issued["reference"] == "CASE-7K2M"
    assert (issued["received"], issued["issued"]) == (
        "2026-11-18T10:30:00Z",
        "2026-11-22T10:30:00Z",
    )
    assert (issued["recipients_told"], issued["found_afterwards"]) == (2, 0)
    assert issued["ledger"] == ""


def test_it_names_nobody(issued, alice):
    text = certificate.as_file(issued).decode()
    for told in ("alice", "Ashdown", "example.net", str(alice.pk), alice.pk.hex):
        assert told not in text


def test_it_points_to_the_vault_without_naming_the_entry(case, run, alice, at):
    entry = shredding.shred(subject=alice.pk, at=at, reason="request")
    found = certificate.issue(case, run, at=at)
    assert len(found["ledger"]) == 64
    assert str(entry.pk) not in json.dumps(found)


def test_the_same_facts_give_the_same_certificate(case, run, issued, at):
    assert certificate.issue(case, run, at=at, told=2) == issued
    case.certificate = issued
    later = at + timedelta(days=1)
    assert certificate.issue(case, run, at=later) == issued


@pytest.mark.parametrize(
    "unfinished", [{"stage": "running"}, {"findings": {"diary.Page.mood": 1}}]
)
def test_there_is_none_while_something_is_left(case, run, at, unfinished):
    for name, value in unfinished.items():
        setattr(run, name, value)
    with pytest.raises(NotFinished):
        certificate.issue(case, run, at=at)


def test_it_is_verified_also_by_the_script_alone(issued, alone):
    raw = certificate.as_file(issued)
    assert verifying.verify(raw, keys.public()) == issued
    assert alone(raw) == (0, "Genuine: Foldwell issued it for CASE-7K2M.\n")
    assert alone(raw.rstrip())[0] == 0


def test_no_byte_of_it_can_change(issued):
    raw = certificate.as_file(issued)
    public = keys.public()
    script = runpy.run_path(str(SCRIPT))
    for place in range(len(raw)):
        for other in {raw[place] ^ 1, raw[place] ^ 0x20, 0x20} - {raw[place]}:
            changed = raw[:place] + bytes([other]) + raw[place + 1 :]
            with pytest.raises(NotGenuine):
                verifying.verify(changed, public)
            with pytest.raises(script["NotGenuine"]):
                script["verify"](changed, public)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw + b"\n",
        lambda raw: b" " + raw,
        lambda raw: raw[:-3],
        lambda raw: json.dumps(json.loads(raw), indent=1).encode(),
        lambda raw: raw.replace(b'{"begun"', b'{"begun":1,"begun"'),
        lambda raw: b"",
        lambda raw: b"\xff\xfe",
        lambda raw: b"[]",
        lambda raw: b"[" * 200_000,
        lambda raw: b'"' + b"a" * 1_000_001 + b'"',
    ],
)
def test_what_is_no_certificate_is_refused_in_one_sentence(issued, alone, spoil):
    raw = spoil(certificate.as_file(issued))
    with pytest.raises(NotGenuine, match="as it was issued"):
        verifying.verify(raw, keys.public())
    assert alone(raw) == (
        1,
        "Not genuine: the file is not a certificate as it was issued.\n",
    )


def rewritten(issued, **changed):
    told = {name: value for name, value in (issued | changed).items() if value != ""}
    return certificate.canonical(told)


def test_it_says_when_no_key_is_named_or_the_key_is_unknown(issued, alone):
    nameless, unknown = rewritten(issued, key=""), rewritten(issued, key="another")
    with pytest.raises(NotGenuine, match="not say which key"):
        verifying.verify(nameless, keys.public())
    with pytest.raises(NotGenuine, match="not among the published keys"):
        verifying.verify(unknown, keys.public())
    assert "not say which key" in alone(nameless)[1]
    assert "not in the shop's list" in alone(unknown)[1]


@pytest.mark.parametrize("signature", [1, "", "AAAA", "é", "!!!!", ["AAAA"]])
def test_a_signature_that_is_none_does_not_match(issued, alone, signature):
    raw = rewritten(issued, signature=signature)
    with pytest.raises(NotGenuine, match="signature does not match"):
        verifying.verify(raw, keys.public())
    assert alone(raw)[0] == 1


def test_a_certificate_from_before_a_new_key_is_still_verified(issued, own_keys, alone):
    call_command("keys", "rotate-signing", stdout=io.StringIO())
    raw = certificate.as_file(issued)
    assert verifying.verify(raw, keys.public())
    assert alone(raw)[0] == 0


def test_the_script_trusts_no_key_under_another_ones_id(issued, own_keys, alone):
    call_command("keys", "rotate-signing", stdout=io.StringIO())
    listed = keys.published()["keys"]
    listed[0]["kid"], listed[1]["kid"] = listed[1]["kid"], listed[0]["kid"]
    raw = certificate.as_file(issued)
    assert "not in the shop's list" in alone(raw, {"keys": listed})[1]
    assert "fetch it again" in alone(raw, {"keys": [1]})[1]


def test_the_script_says_what_it_needs(tmp_path):
    for words, said in (([], "Type:"), (["none", "none"], "can't be read")):
        done = subprocess.run(
            [sys.executable, "-I", SCRIPT, *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, said in done.stdout) == (1, True)


def told(*words):
    out = io.StringIO()
    call_command("certificate", *words, stdout=out)
    return out.getvalue()


def test_the_command_shows_and_verifies(case, issued, tmp_path):
    with pytest.raises(CommandError, match="no certificate yet"):
        told("show", case.reference)
    case.certificate = issued
    case.save(update_fields=["certificate"])
    path = tmp_path / "certificate.json"
    path.write_text(told("show", case.reference))
    assert "Genuine: Foldwell issued it for CASE-7K2M." in told("verify", str(path))
    path.write_text(path.read_text().replace('"uk', '"eu'))
    with pytest.raises(CommandError, match="was changed"):
        told("verify", str(path))


def test_the_command_says_what_is_not_there(db, tmp_path):
    with pytest.raises(CommandError, match="no case of that reference"):
        told("show", "CASE-0000")
    with pytest.raises(CommandError, match="can't be read"):
        told("verify", str(tmp_path / "none"))


def test_the_keys_are_published(client):
    answer = client.get("/.well-known/foldwell-keys.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.json() == keys.published()
    assert b"seed" not in answer.content
    assert "Cookie" not in answer.headers.get("Vary", "")
