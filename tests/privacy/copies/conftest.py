"""A request of Alice's, and letters to her."""

from __future__ import annotations

from datetime import date

import pytest

from privacy.letters.models import Letter, LetterText
from privacy.models import Case
from privacy.purposes import Purpose
from tests.privacy import building


@pytest.fixture
def case(alice, at):
    """A request of Alice's, with every word she wrote."""
    made = building.saved(Case, alice)
    made.person = alice
    made.save()
    return made


@pytest.fixture
def letter(alice, at):
    def written(text, **about):
        holder = about.get("case") or alice
        about = about or {"person": alice}
        return Letter.objects.create(
            holder_id=holder.pk,
            purpose=Purpose.OWN_REQUEST,
            template=about.pop("template", "orders/placed"),
            content=LetterText("About you", text, "<p>html</p>"),
            queued_at=at,
            next_try_at=at,
            delete_on=date(2027, 2, 20),
            **about,
        )

    return written
