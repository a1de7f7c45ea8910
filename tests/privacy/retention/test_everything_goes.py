"""A row of every model that is about people, and a clock that passes everything."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from privacy import retention
from privacy.encryption import keys
from privacy.encryption.keys import ValueErased
from privacy.people import Person
from privacy.retention import leftovers, rules, sweeping
from privacy.retention.report import SweepReport
from tests.privacy.retention import everything

FAR = timedelta(days=20 * 365)
MESSAGE = "1234_0b7d7c8e-1111-4222-8333-444455556666.celery.msg"


@pytest.fixture
def full(bob):
    """Return Bob, with a row of everything."""
    for model in everything.about_people():
        everything.row_of(model, bob)
    assert everything.left() == sorted(
        model._meta.label for model in everything.about_people()
    )
    return bob


@pytest.fixture
def files(tmp_path, settings, monkeypatch):
    """Return files that a broker and a demo mailbox left behind."""
    settings.MAIL_DIR = tmp_path / "mail"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {
        name: str(tmp_path / name) for name in ("data_folder_in", "processed_folder")
    }
    monkeypatch.setattr(leftovers.tempfile, "gettempdir", lambda: str(tmp_path))
    made = [tmp_path / "data_folder_in" / MESSAGE, tmp_path / MESSAGE]
    made += [tmp_path / "processed_folder" / MESSAGE, tmp_path / "mail" / "a.log"]
    for each in made:
        each.parent.mkdir(exist_ok=True)
        each.write_text("{}")
    return made


def test_nothing_about_anybody_survives_its_date(full, files, at):
    later = at + FAR
    for each in files:
        os.utime(each, (at.timestamp(), at.timestamp()))
    retention.sweep(at=later)
    retention.sweep(at=later + timedelta(days=1))
    assert everything.left() == []
    assert not Person.objects.exists()
    assert [each for each in files if each.exists()] == []
    assert SweepReport.objects.filter(failed=[]).count() == 2
    with pytest.raises(ValueErased):
        keys.ring(full.pk).sealing()


def test_a_kind_of_row_that_the_sweep_leaves_out_is_found(full, at, monkeypatch):
    every = rules.rules

    def without_letters():
        return (rule for rule in every() if rule.label != "privacy.Letter")

    monkeypatch.setattr(sweeping, "rules", without_letters)
    retention.sweep(at=at + FAR)
    assert "privacy.Letter" in everything.left()


def test_before_its_date_nothing_goes(full, at):
    before = everything.left()
    assert retention.sweep(at=at - timedelta(days=1)) == {}
    assert everything.left() == before
