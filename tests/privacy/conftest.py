"""A page of Alice's diary."""

from __future__ import annotations

import pytest

from tests.diary.models import Page, Place


@pytest.fixture
def page(alice, at):
    """A page with a value in every field."""
    return Page.objects.create(
        writer=alice,
        title="First of May",
        text="It rained.",
        reader="friend@example.net",
        place=Place("Leith", "GB", ("by the shore",)),
        written_at=at,
    )
