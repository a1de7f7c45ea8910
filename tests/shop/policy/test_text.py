"""The text reads the same each time, holds all that binds, and can be read back."""

from __future__ import annotations

import pytest
from django.apps import apps

from privacy import declarations
from privacy.promises.promise import PROMISES
from privacy.purposes import Purpose
from shop import cookies
from shop.policy import text, writing
from shop.policy.text import NotAText, Section


def words():
    """Return everything that the text says, in one line."""
    return text.written_down(writing.written()).decode()


def test_the_same_program_writes_the_same_bytes():
    assert words() == words()
    assert text.digest(writing.written()) == text.digest(writing.written())
    assert len(text.digest(writing.written())) == 64


def test_it_stays_the_same_when_apps_are_installed_in_another_sequence(monkeypatch):
    before = words()
    models = list(apps.get_models())
    monkeypatch.setattr(apps, "get_models", lambda: models[::-1])
    assert words() == before


def test_all_that_binds_the_shop_stands_in_it(settings):
    said = words()
    for promise in PROMISES.values():
        assert all(each in said for each in text.sentences(promise.sentence))
    for purpose in Purpose:
        assert purpose.legal_basis in said
    for cookie in cookies.declared():
        assert cookie.purpose in said
    for model in apps.get_models():
        for entry in declarations.of(model).personal.values():
            assert entry.retention.words[1:] in said
            assert entry.why in said
    assert settings.SHOP_EMAIL in said
    assert settings.RECIPIENTS["carrier"]["name"] in said
    assert "complain" in said


def test_what_was_measured_does_not_stand_in_it(client, at):
    before = words()
    client.get("/privacy/")
    assert "Measured on" not in before
    assert words() == before


def test_it_can_be_read_back():
    said = writing.written()
    assert text.from_json(text.as_json(said)) == said


BAD = {"key": "a", "title": "A", "says": [], "columns": [], "rows": [], "under": ""}


@pytest.mark.parametrize(
    "told",
    [
        7,
        "words",
        [7],
        [{}],
        [BAD | {"title": 7}],
        [BAD | {"says": "a"}],
        [BAD | {"says": [7]}],
        [BAD | {"rows": [[["one"]]]}],
        [BAD | {"columns": ["A"], "rows": [["one"]]}],
    ],
)
def test_what_is_no_text_is_refused(told):
    with pytest.raises(NotAText):
        text.from_json(told)


def test_paragraphs_are_taken_apart_after_each_sentence():
    assert text.sentences("We do. We don’t, e.g. never! “So” it is.") == (
        "We do.",
        "We don’t, e.g. never!",
        "“So” it is.",
    )


def test_sections_belong_under_others():
    parts = (Section("a", "A"), Section("b", "B"), Section("c", "C", under="a"))
    assert list(text.tree(parts)) == [(parts[0], (parts[2],)), (parts[1], ())]
