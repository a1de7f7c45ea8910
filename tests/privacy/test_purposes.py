"""Purposes: a closed list without promotion, and the use that is under way."""

from __future__ import annotations

import asyncio
import threading

import pytest

from privacy import purposes
from privacy.purposes import Purpose, PurposeRefused

ALLOWED = frozenset({Purpose.DELIVERY})


def test_there_is_no_purpose_for_promotion():
    assert {p.value for p in Purpose} == {
        "order_confirmation",
        "delivery",
        "after_sales",
        "official_notice",
        "conversation",
        "own_request",
        "accounting",
    }
    with pytest.raises(ValueError, match="marketing"), purposes.using("marketing"):
        pass


@pytest.mark.parametrize("purpose", Purpose)
def test_every_purpose_has_words_and_a_legal_basis(purpose):
    assert purpose.words.startswith("to ")
    assert purpose.legal_basis.startswith("GDPR Art. 6(1)")


def test_a_use_names_who_does_it_and_ends_with_its_block():
    with purposes.using(Purpose.DELIVERY, by="somebody") as use:
        assert purposes.under_way() == use
        assert use.by == "somebody"
        purposes.require(ALLOWED, name="x")
    assert purposes.under_way() is None


def test_the_inner_use_counts_alone():
    with purposes.using(Purpose.DELIVERY), purposes.using(Purpose.ACCOUNTING):
        with pytest.raises(PurposeRefused, match="accounting"):
            purposes.require(ALLOWED, name="x")


def test_a_use_does_not_reach_another_thread_or_task():
    seen = []
    with purposes.using(Purpose.DELIVERY):
        thread = threading.Thread(target=lambda: seen.append(purposes.under_way()))
        thread.start()
        thread.join()

    async def other():
        seen.append(purposes.under_way())

    asyncio.run(other())
    assert seen == [None, None]
