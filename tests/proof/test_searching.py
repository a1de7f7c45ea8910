"""The canary's search finds a value in every spelling that it knows, and no other."""

from __future__ import annotations

import pytest

from tests.proof import searching
from tests.proof.story import TYPED

LONG = "Hypnogaloshery Prunt"


@pytest.mark.parametrize("value", [*TYPED, LONG])
def test_the_search_knows_every_spelling(value):
    for how, raw in searching.spellings(value).items():
        stored = b"\x00\xff" + raw + b"\xff"
        assert searching.search([value], {"here": stored}), how
        assert searching.search([value], {"here": b"\x00" * len(raw)}) == []
