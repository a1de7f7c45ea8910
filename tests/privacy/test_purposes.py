"""Purposes: a closed list without promotion, and the use that is under way."""

from __future__ import annotations

import asyncio
import dataclasses
import sys
import threading
import types
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from privacy import purposes
from privacy.purposes import Most, Purpose, PurposeRefused

ALLOWED = frozenset({Purpose.DELIVERY})


def test_there_is_no_purpose_for_promotion():
    assert {p.value for p in Purpose} == {
        "order_confirmation",
        "delivery",
        "after_sales",
        "refund",
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


# --- A purpose that says too little ---------------------------------------------
COMPLETE = purposes.Text("to do it", "a law", "We do it.", Most(1, 2))


@pytest.mark.parametrize(
    "missing",
    [
        *({name: ""} for name in ("words", "legal_basis", "policy")),
        *({"letters": most} for most in (Most(0, 2), Most(3, 2))),
    ],
)
def test_a_purpose_that_says_too_little_stops_the_start(missing):
    texts = dict.fromkeys(Purpose, COMPLETE)
    assert purposes.checked(Purpose, texts) == texts
    texts[Purpose.DELIVERY] = dataclasses.replace(COMPLETE, **missing)
    with pytest.raises(ImproperlyConfigured, match="The purpose delivery needs words"):
        purposes.checked(Purpose, texts)


def test_a_new_purpose_without_an_entry_stops_the_start(monkeypatch):
    source = Path(purposes.__file__).read_text()
    line = '    DELIVERY = "delivery"\n'
    assert line in source
    added = source.replace(line, f'{line}    RESEARCH = "research"\n')
    module = types.ModuleType("another_purposes")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    with pytest.raises(ImproperlyConfigured, match="The purpose research needs"):
        exec(compile(added, "purposes.py", "exec"), vars(module))
