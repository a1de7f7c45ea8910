"""Numbers, references and links: random, readable, and proof against slips."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders import numbers
from privacy import identifiers

signs = st.sampled_from(numbers.ALPHABET)


def test_an_order_number_is_short_and_readable():
    drawn = {numbers.new_number("FW") for _ in range(200)}
    assert len(drawn) == 200
    assert all(re.fullmatch(r"FW-[2-9A-HJKMNP-Z]{6}", number) for number in drawn)


def test_a_link_has_at_least_128_random_bits():
    link = numbers.new_link()
    assert re.fullmatch(r"[2-9a-hjkmnp-z]{26}", link)
    assert len(numbers.ALPHABET) ** identifiers.SECRET_LENGTH >= 2**128


def test_a_reference_is_read_however_it_is_typed():
    reference = numbers.new_reference("FW")
    assert re.fullmatch(r"FW[2-9A-HJKMNP-Z]{6}", reference)
    for typed in (
        reference.lower(),
        f" {reference} ",
        reference[2:],
        "-".join(reference),
    ):
        assert numbers.read_reference(typed, "FW") == reference


@given(st.integers(0, 5), signs)
def test_one_wrong_sign_is_noticed(place, sign):
    reference = numbers.new_reference("FW")
    typed = reference[: 2 + place] + sign + reference[3 + place :]
    if typed == reference:
        assert numbers.read_reference(typed, "FW") == reference
    else:
        with pytest.raises(numbers.Mistyped, match="slip"):
            numbers.read_reference(typed, "FW")


@given(st.integers(2, 7), st.integers(2, 7))
def test_two_signs_that_changed_places_are_noticed(first, second):
    reference = list(numbers.new_reference("FW"))
    swapped = reference.copy()
    swapped[first], swapped[second] = swapped[second], swapped[first]
    if swapped != reference:
        with pytest.raises(numbers.Mistyped):
            numbers.read_reference("".join(swapped), "FW")


@given(st.text(max_size=20))
def test_nonsense_is_no_reference(text):
    try:
        read = numbers.read_reference(text, "FW")
    except numbers.Mistyped:
        return
    assert read.startswith("FW")
