"""Blind indexes: what is equal, what is not, and under which key."""

from __future__ import annotations

import hmac
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.encryption import blind, envelope


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


@given(st.text(st.characters(max_codepoint=127)))
def test_the_short_way_for_ascii_ends_where_the_long_one_does(text):
    folded = unicodedata.normalize("NFKC", text).casefold()
    assert blind.normalised_text(text) == folded.strip()


@given(st.text(), st.binary(min_size=32, max_size=32))
def test_a_digest_is_the_hmac_of_the_standard_library(text, root):
    key = envelope.derived(root, "blind index 1 one")
    whole = hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256")
    assert blind.digest("one", text, root=root) == whole[:16]
