"""The files of a copy tell everything that is held, and no secret or other person."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile

import pytest
from django.apps import apps

from privacy import access, declarations, purposes
from privacy.access import Reason
from privacy.copies import gathering, packing, whole
from privacy.encryption.fields import SealedField
from privacy.encryption.indexing import BlindIndexField
from privacy.purposes import Purpose
from tests.privacy.copies.held import rows_of

REMOTE = re.compile(r"""(?:src|href|url|action)\s*[=(]\s*["']?\s*([^"'\s)>]+)""")


def files_of(person, at):
    """Return the files of a copy by name, as text."""
    packet = packing.packed(whole.gathered(person, at=at))
    with zipfile.ZipFile(io.BytesIO(packet)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
def everything(alice, bob, staff, at):
    """Rows of every model for both, and what the ledgers have about Alice."""
    rows_of(bob)
    rows = rows_of(alice)
    access.record(
        person=alice,
        by=staff,
        fields=["orders.Order.contact_name"],
        purpose=Purpose.AFTER_SALES,
        reason=Reason.PROBLEM,
        words="A parcel came open",
        at=at,
    )
    return rows


def secrets_of(rows):
    """Return what no copy may hold: opened secrets, and digests as they are kept."""
    for row in rows:
        for name, said in declarations.of(type(row)).personal.items():
            field = type(row)._meta.get_field(name)
            if isinstance(field, BlindIndexField):
                digest = bytes(getattr(row, name) or b"")
                yield from (digest.hex(), base64.b64encode(digest).decode())
            elif gathering.wording.withheld(f"{row._meta.label}.{name}", said):
                with purposes.using(said.purposes[0]):
                    value = getattr(row, name)
                yield value if isinstance(value, str) else None


def plain_of(rows):
    """Return each value that is to be inside, as the words of the page."""
    for row in rows:
        for name, said in declarations.of(type(row)).personal.items():
            field = type(row)._meta.get_field(name)
            if isinstance(field, SealedField) and isinstance(name, str):
                if gathering.wording.withheld(f"{row._meta.label}.{name}", said):
                    continue
                if Purpose.OWN_REQUEST in said.purposes:
                    with purposes.using(Purpose.OWN_REQUEST):
                        value = getattr(row, name)
                    if isinstance(value, str):
                        yield value


def test_no_secret_and_no_digest_is_inside(everything, alice, at):
    text = "".join(files_of(alice, at).values())
    secrets = {each for each in secrets_of([*everything, alice]) if each}
    assert len(secrets) > 8
    assert [each for each in secrets if each in text] == []
    # The positive control: what is not secret is there.
    plain = set(plain_of(everything))
    assert len(plain) > 5
    assert [each for each in plain if each not in text] == []


def test_nothing_of_another_person_is_inside(everything, alice, bob, staff, at):
    text = "".join(files_of(alice, at).values())
    of_others = {
        each.data
        for person in (bob, staff)
        for group in gathering.held(person, at)
        for row in group.rows
        for each in row.values
        if isinstance(each.data, str) and len(each.data) > 8
    }
    of_alice = {
        each.data
        for group in gathering.held(alice, at)
        for row in group.rows
        for each in row.values
        if isinstance(each.data, str)
    }
    assert "Bob Birch" in of_others
    assert {each for each in of_others - of_alice if each in text} == set()
    assert str(staff.pk) not in text
    assert str(bob.pk) not in text


def test_no_file_name_says_whose_it_is(everything, alice, at):
    assert all(re.fullmatch(r"[A-Za-z]+\.[a-z]+", name) for name in files_of(alice, at))


def test_the_page_needs_nothing_from_elsewhere(everything, alice, at):
    files = files_of(alice, at)
    assert REMOTE.findall(files["data.html"]) == ["data.css"]
    assert REMOTE.findall(files["data.css"]) == []
    assert REMOTE.findall('<img src="//a.example/x">') == ["//a.example/x"]
    assert "<script" not in files["data.html"]
    assert "default-src 'none'" in files["data.html"]


def test_the_page_tells_each_value_with_its_reason_and_its_date(page, alice, at):
    html = files_of(alice, at)["data.html"]
    for told in (
        "It rained.",
        "Why: To read it again. From: you. Kept until: 22 November 2027",
        "Town: Leith",
        "22 November 2026 at 10:30",
        "held, not shown",
        "Nobody.",
        "You have not agreed to anything optional.",
    ):
        assert told in html


def test_what_somebody_typed_stays_text(page, alice, at):
    page.text = '<script>alert("1")</script>'
    page.save()
    files = files_of(alice, at)
    assert "&lt;script&gt;" in files["data.html"]
    assert "<script" not in files["data.html"]


def test_json_holds_every_value_that_the_page_has(everything, alice, at):
    told = json.loads(files_of(alice, at)["data.json"])
    inside = [
        (group["kind"], value["name"], value["in_words"])
        for group in told["held"]
        for row in group["rows"]
        for value in row["values"]
    ]
    held = [
        (group.label, value.name, list(value.lines))
        for group in gathering.held(alice, at)
        for row in group.rows
        for value in row.values
    ]
    assert sorted(inside) == sorted(held)
    assert told["made_at"] == at.isoformat()
    assert told["looked_at"][0]["who"] == "A member of staff"
    assert told["not_held"] == list(gathering.NOT_HELD)
    assert "Checkout drafts" in told["names_nobody"]


def test_json_keeps_kinds_of_values(page, alice, at):
    told = json.loads(files_of(alice, at)["data.json"])
    (pages,) = [each for each in told["held"] if each["kind"] == "diary.Page"]
    values = {each["name"]: each for each in pages["rows"][0]["values"]}
    assert values["place"]["value"]["notes"] == ["by the shore"]
    assert values["text"]["until"] == "2027-11-22"
    assert values["reader"]["value"] is None
    assert values["reader"]["state"] == "withheld"


def test_the_note_names_every_file(page, alice, at):
    files = files_of(alice, at)
    for name in files.keys() - {"README.txt"}:
        assert name in files["README.txt"]
    assert "9 values" in files["README.txt"]


def test_every_model_with_an_owner_is_inside(everything, alice, at):
    told = json.loads(files_of(alice, at)["data.json"])
    sealed = {
        model._meta.label
        for model in apps.get_models()
        if model in gathering.models()
        and any(isinstance(f, SealedField) for f in model._meta.concrete_fields)
    }
    assert sealed <= {each["kind"] for each in told["held"]}
