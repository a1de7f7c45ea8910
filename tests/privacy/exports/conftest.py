"""Pages of diaries that may be taken out, and people of the shop who do that."""

from __future__ import annotations

import csv
import importlib.util
import io
import uuid
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission

from privacy.access import Reason
from privacy.exports import asking, building, deciding, fetching, preview, sheets
from privacy.exports.asking import Wish
from privacy.exports.export import Export
from privacy.exports.sheets import Sheet
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.trail.entry import Kind, TrailEntry
from tests.diary.models import Page

OPENER = Path(__file__).parents[3] / "docs" / "open_export.py"
TITLE, READER = "diary.Page.title", "diary.Page.reader"
LIMITS = {"clerks": {"purposes": ("conversation",), "rows": 5, "sealed": 2}}
WORDS = "A letter came back and we look for its readers"


def opener():
    """Return the script that opens files without the shop, as a module."""
    spec = importlib.util.spec_from_file_location("open_export", OPENER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wish(**changed):
    """Return what somebody wants: the pages of a week."""
    told = {
        "sheet": "pages",
        "purpose": Purpose.CONVERSATION,
        "columns": (TITLE, READER),
        "since": date(2026, 11, 15),
        "until": date(2026, 11, 21),
        "reason": Reason.QUESTION,
        "words": WORDS,
    }
    return Wish(**(told | changed))


def fresh(export):
    """Return the export as the database has it."""
    return Export.objects.select_related("by", "decided_by").get(pk=export.pk)


def files_in(file, passphrase):
    """Return the files in an encrypted export by name, as text."""
    inside = opener().opened(file, passphrase=passphrase)
    with zipfile.ZipFile(io.BytesIO(inside)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table_in(file, passphrase):
    """Return the rows of the table in an encrypted export."""
    found = files_in(file, passphrase)
    (name,) = [each for each in found if each.endswith(".csv")]
    return list(csv.reader(io.StringIO(found[name].decode("utf-8-sig"))))


def steps():
    """Return what the trail says of exports, the oldest first."""
    rows = TrailEntry.objects.filter(kind=Kind.EXPORT).order_by("position")
    return list(rows.values_list("what", flat=True))


def person(email, group, right):
    """Return somebody of the shop in a group that has one right."""
    made = Person.objects.create_user(email, is_staff=True, name=email[0].upper())
    role, _ = Group.objects.get_or_create(name=group)
    role.permissions.add(Permission.objects.get(codename=right))
    made.groups.add(role)
    return made


@pytest.fixture(autouse=True)
def offered(monkeypatch, settings):
    """Only pages of diaries can be taken out, and few."""
    monkeypatch.setattr(sheets, "_offered", {})
    sheets.offer(Sheet("pages", "diary.Page", "Pages", also=("written_at",)))
    settings.EXPORT_LIMITS = LIMITS
    monkeypatch.setattr("privacy.exports.locking.WORK", 4)


@pytest.fixture
def clerk(db):
    return person("clerk@example.net", "clerks", "ask_export")


@pytest.fixture
def second(db):
    return person("second@example.net", "seconds", "approve_export")


@pytest.fixture
def pages(alice, bob, at):
    """A page of Alice's and one of Bob's, both of that week."""
    return [
        Page.objects.create(
            writer=writer,
            title=title,
            reader=f"friend-of-{title.lower()}@example.net",
            written_at=at - timedelta(days=days),
        )
        for writer, title, days in ((alice, "Tide", 3), (bob, "Ebb", 2))
    ]


@pytest.fixture
def asked(pages, clerk, at):
    """An export that waits, and its passphrase."""
    return asking.ask(wish=wish(), by=clerk, once=uuid.uuid4(), at=at)


def approve(export, by, at):
    """Agree to what is there now."""
    export = fresh(export)
    deciding.approve(
        export=export, shown=preview.of(export, most=5).digest, by=by, at=at
    )


@pytest.fixture
def approved(asked, second, at):
    """One that waits for the worker, and its passphrase."""
    export, passphrase = asked
    approve(export, second, at)
    return fresh(export), passphrase


@pytest.fixture
def built(approved, at):
    """One that waits to be fetched, and its passphrase."""
    export, passphrase = approved
    assert building.build(export, at=at)
    return fresh(export), passphrase


@pytest.fixture
def fetched(built, clerk, at):
    """One that was fetched, its passphrase, and the file."""
    export, passphrase = built
    file = fetching.fetch(export, by=clerk, at=at)
    return fresh(export), passphrase, file
