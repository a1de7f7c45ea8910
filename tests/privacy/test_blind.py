"""Blind indexes: what is equal, what is not, and under which key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.encryption import blind


@pytest.mark.parametrize(
    ("typed", "indexed"),
    [
        (" Maya@Example.NET ", "maya@example.net"),
        ("MAYA@EXAMPLE.NET", "maya@example.net"),
        ("ｍａｙａ@example.net", "maya@example.net"),
        ("maya@bücher.example", "maya@xn--bcher-kva.example"),
        ("straße@example.net", "strasse@example.net"),
        ("a.b+tag@example.net", "a.b+tag@example.net"),
        ("no address", "no address"),
        ("x@" + "a" * 70 + ".net", "x@" + "a" * 70 + ".net"),
        ("x@" + "ü" * 70 + ".net", "x@" + "ü" * 70 + ".net"),
    ],
)
def test_addresses_are_indexed_in_one_form(typed, indexed):
    assert blind.normalised_email(typed) == indexed


def test_dots_and_tags_stay_different():
    assert blind.normalised_email("ab@example.net") != blind.normalised_email(
        "a.b@example.net"
    )


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = blind.normalised_text(text)
    assert blind.normalised_text(once) == once


@given(st.emails())
def test_an_indexed_address_stays_as_it_is(address):
    once = blind.normalised_email(address)
    assert blind.normalised_email(once) == once
    assert blind.normalised_email(address.upper().lower()) == blind.normalised_email(
        address.lower()
    )


def test_digests_differ_by_context_and_are_16_bytes():
    one, two = blind.digest("one", "value"), blind.digest("two", "value")
    assert one != two
    assert len(one) == 16
    assert blind.digest("one", "value") == one


def test_any_text_has_a_digest():
    assert blind.digest("one", "\ud800")
