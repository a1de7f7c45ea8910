"""Canonical JSON: the examples of RFC 8785, and what is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.certificates.canonical import LARGEST, NotCanonical, canonical

# RFC 8785, section 3.2.3: sorted by UTF-16 code units.
SORTED = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\U0001f600": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis",
}
documents = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_members_are_sorted_as_the_standard_shows():
    names = list(json.loads(canonical(SORTED)).values())
    assert names == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_text_is_escaped_as_the_standard_shows():
    # Sections 3.2.2 and 3.2.2.2, without the fractions.
    document = {
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    assert canonical(document) == (
        b'{"literals":[null,true,false],'
        b'"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_every_control_sign_has_its_one_form():
    short = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"}
    for code in range(0x20):
        told = short.get(code, f"\\u{code:04x}")
        assert canonical(chr(code)) == f'"{told}"'.encode()
    assert canonical("\x7f/") == b'"\x7f/"'


@pytest.mark.parametrize(
    "refused",
    [1.5, 1.0, float("nan"), LARGEST + 1, {1: 2}, b"raw", {"a": {2}}, "\ud800"],
)
def test_what_has_no_one_form_is_refused(refused):
    with pytest.raises(NotCanonical):
        canonical([refused])


def test_a_bottomless_list_is_refused():
    deep: list = []
    deep.append(deep)
    with pytest.raises(NotCanonical):
        canonical(deep)


@given(documents)
def test_the_form_reads_back_and_is_its_own_form(document):
    try:
        written = canonical(document)
    except NotCanonical:  # half a surrogate pair
        return
    assert json.loads(written) == document
    assert canonical(json.loads(written)) == written
