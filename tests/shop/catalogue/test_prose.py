"""Product texts become safe HTML, and words that both search engines split alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue import prose


def test_blank_lines_part_paragraphs():
    assert prose.rendered("One\nline.\r\n\r\nTwo.") == "<p>One line.</p>\n<p>Two.</p>"


def test_leading_dashes_make_a_list():
    html = prose.rendered("What is in it:\n\n- ten sheets\n- ten envelopes")
    assert html.endswith("<ul><li>ten sheets</li><li>ten envelopes</li></ul>")


def test_what_is_typed_is_escaped():
    html = prose.rendered('<script>alert("1")</script>\n\n- <b>bold</b>')
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html


def test_no_text_gives_no_html():
    assert prose.rendered("  \n\n \n") == ""


@given(st.text())
def test_only_our_own_tags_come_out(text):
    html = prose.rendered(text)
    for tag in ("<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>"):
        html = html.replace(tag, "")
    assert "<" not in html
    assert ">" not in html


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Crème-laid, 120 g/m²", "creme laid 120 g m2"),
        ("  Ink & pens_2 ", "ink pens 2"),
        ("STRASSE Straße", "strasse strasse"),
        ("\ud800wax\0seal", "wax seal"),
        ("", ""),
    ],
)
def test_words_are_folded(text, words):
    assert prose.folded(text) == words


@given(st.text(alphabet=st.characters()))
def test_folding_twice_changes_nothing(text):
    assert prose.folded(prose.folded(text)) == prose.folded(text)


def test_typed_words_are_repeated_without_control_characters():
    assert prose.tidy("  wax\0\u202e  ink\n\ud800", 50) == "wax ink"
    assert prose.tidy("w" * 10_000, 200) == "w" * 200


@given(st.text(alphabet=st.characters()))
def test_typed_words_can_always_be_sent(text):
    prose.tidy(text, 200).encode()
