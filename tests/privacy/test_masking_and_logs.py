"""What staff see of a value, and what the logs never do."""

from __future__ import annotations

import logging
import sys

import pytest

from privacy import logs, masking
from privacy.encryption import keys
from privacy.logs import LeaveOutPersonalData
from tests.diary.models import Page


@pytest.mark.parametrize(
    ("value", "shown"),
    [("Maya Okafor", "M••• O•••"), ("X", "X•••"), ("", "•••")],
)
def test_names_are_masked(value, shown):
    assert masking.name(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("maya@example.net", "m•••@example.net"), ("nothing", "•••")],
)
def test_addresses_are_masked(value, shown):
    assert masking.email(value) == shown


def test_masks_need_no_purpose_and_say_little(page, alice, at):
    found = Page.objects.get(pk=page.pk)
    assert masking.masked(found, "title") == "F••• o••• M•••"
    assert masking.masked(found, "text") == "•••"
    assert masking.masked(found, "mood") == "•••"
    found.title, found.reader, found.mood = "New title", None, ""
    assert masking.masked(found, "title") == "N••• t•••"
    assert masking.masked(found, "reader") == ""
    assert masking.masked(found, "mood") == ""
    keys.destroy(alice.pk, at=at)
    assert masking.masked(found, "text") == "erased"


@pytest.mark.parametrize(
    ("line", "quiet"),
    [
        ("Not Found: /orders/0123456789abcdef/", "Not Found: /orders/…"),
        ("GET /orders/0123abc/pay/?x=1 done", "GET /orders/…?… done"),
        ("Not Found: /search/?q=secret", "Not Found: /search/?…"),
        ("sent to <maya@example.net>", "sent to <…@…>"),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_lines_lose_secrets_queries_and_addresses(line, quiet):
    assert logs.quiet(line) == quiet


def test_an_error_is_logged_by_kind_and_place_without_its_message():
    record = logging.LogRecord("x", 40, __file__, 1, "failed %s", ("a@b.net",), None)
    try:
        raise ValueError("Maya Okafor")
    except ValueError:
        record.exc_info = sys.exc_info()
    assert LeaveOutPersonalData().filter(record)
    text = logging.Formatter().format(record)
    assert "failed …@… [ValueError]" in text
    assert "test_masking_and_logs.py" in text
    assert "Maya" not in text
    assert "a@b.net" not in text


def test_a_record_without_an_error_behind_it_passes():
    record = logging.LogRecord("x", 40, __file__, 1, "line", (), (None, None, None))
    assert LeaveOutPersonalData().filter(record)
    assert record.getMessage() == "line [error]"
