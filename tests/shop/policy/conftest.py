"""A second version of the policy, and a program that says something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shop.policy import publishing, standing, writing

SUMMARY = "We keep orders a year longer."


@pytest.fixture
def other_text():
    """What the program says, with one sentence more and one less."""
    first, *rest = writing.written()
    return (replace(first, says=(first.says[0], "We also sell kites.")), *rest)


@pytest.fixture
def published(db, other_text, at):
    """Return a function that publishes another text as the next version."""

    def publish(text=other_text, *, takes=True, on=None, at=at, summary=SUMMARY):
        return publishing.publish(
            text=text, summary=summary, takes_something=takes, on=on, at=at
        )

    return publish


@pytest.fixture
def program_says(monkeypatch):
    """Return a function that lets the program say another text."""

    def says(text):
        monkeypatch.setattr(writing, "written", lambda: text)

    return says


@pytest.fixture
def stands(at):
    """Return a function that says how the program stands."""

    def found(at=at):
        return standing.standing(at=at)

    return found


@pytest.fixture
def december():
    """The day on which a version of 22 November is in force, after 30 days."""
    return date(2026, 12, 22)
