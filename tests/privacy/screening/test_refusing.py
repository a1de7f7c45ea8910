"""What a person is told: which part to leave out, and never a sign of the number."""

from __future__ import annotations

import logging

import pytest
from django import forms
from django.core.exceptions import ValidationError

from privacy import screening
from privacy.screening import Kind, passing
from privacy.screening.reading import read

CARD = "4111 1111 1111 1111"


def sentence(text):
    """Return what is said about a text."""
    with pytest.raises(ValidationError) as refused:
        screening.refuse(text)
    assert refused.value.code == screening.CODE
    return refused.value.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (CARD, "a card number"),
        (f"{CARD} {'is what I have. ' * 6}", "a card number near the start"),
        (
            f"{'I have a card. ' * 5}{CARD} {'That is all. ' * 6}",
            "a card number in the middle",
        ),
        (f"{'I have one more card. ' * 6}{CARD}", "a card number near the end"),
        (f"Hello,\n\nmy card is {CARD}\nBye", "a card number in line 3"),
        (
            f"Hello,\n{'I have one more card. ' * 6}{CARD}",
            "a card number in line 2, near the end",
        ),
        ("passport 533401234", "a passport number"),
        ("PESEL 44051401359", "a national identity number"),
        ("NHS number 943 476 5919", "a health number"),
        ("GB29 NWBK 6016 1331 9268 19", "a bank account number"),
    ],
)
def test_the_sentence_names_what_and_where(text, told):
    assert sentence(text) == f"Leave out what looks like {told}. We never need it here"


def test_several_numbers_are_named_in_one_sentence():
    text = f"{CARD}\nGB29 NWBK 6016 1331 9268 19"
    assert sentence(text) == (
        "Leave out what looks like a card number in line 1 and a bank account number"
        " in line 2. We never need them here"
    )


def test_more_than_three_are_not_all_named():
    text = "\n".join([CARD] * 5)
    assert sentence(text).count("card number") == 3
    assert "line 3 and more. We" in sentence(text)


def test_a_text_longer_than_any_of_ours_is_refused_unread():
    with pytest.raises(ValidationError) as refused:
        screening.refuse("4 1 1 " * 50_000)
    told = "Write 4,000 characters or fewer. This has 300,000"
    assert refused.value.messages == [told]
    screening.refuse("Is it safe? " * 333)


def test_the_same_words_are_said_once():
    assert sentence(f"{CARD} {CARD}").count("a card number") == 1


@pytest.mark.parametrize("text", [CARD, "passport 533401234", "PESEL 44051401359"])
def test_no_sign_of_the_number_is_said_or_logged(text, caplog):
    caplog.set_level(logging.DEBUG)
    digits = [part for part in text.split() if part.isdigit()]
    for told in (sentence(text), repr(screening.found(text)), caplog.text):
        assert not [part for part in digits if part in told]


def test_a_reading_shows_nothing_of_its_text():
    assert CARD not in repr(read(CARD))


def test_a_field_of_a_form_takes_it_as_a_validator():
    class Form(forms.Form):
        words = forms.CharField(validators=[screening.refuse])

    form = Form({"words": f"my card {CARD}"})
    assert form.has_error("words", screening.CODE)
    assert form["words"].value() == f"my card {CARD}"
    assert Form({"words": "order FW-7K2M9Q"}).is_valid()


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Café", "CAFE"),
        ("１２\u200b３", "123"),
        ("1\u00ad2\ufeff3", "123"),
        ("é", "E"),
        ("e\u0301", "E"),
        ("1️⃣2⃣", "12"),
        ("1–2−3", "1-2-3"),
        ("1·2•3", "1.2.3"),
        ("1\u00a02\u30003", "1 2 3"),
        ("1\u20282", "1\n2"),
        ("ß ﬁ ½", "ß ﬁ ½"),
        ("が 한 क़", "か 한 क़"),
        ("1\u31642", "12"),
        ("١٢ १२ 𝟏𝟐", "12 12 12"),
    ],
)
def test_a_text_is_read_in_plain_signs(typed, plain):
    assert read(typed).plain.replace("क़", "क़") == plain.replace("क़", "क़")


def test_a_place_is_that_of_the_typed_text():
    text = "Größe\u200b\u200b 4111\u200b1111\u200b1111\u200b1111 ok"
    (found,) = screening.found(text)
    assert text[slice(*found.span)] == "4111\u200b1111\u200b1111\u200b1111"
    assert found.kind is Kind.CARD


def test_nothing_needs_to_be_registered(monkeypatch):
    monkeypatch.setattr(passing, "_registered", {})
    assert screening.found("my visa 4111 1111 1111 1111, order FW-7K2M9Q")


def test_what_may_pass_is_registered_by_name():
    passing.register("a test", lambda: ["QQ[0-9]{9}"])
    try:
        assert not screening.found("passport QQ123456789")
    finally:
        passing.register("a test", tuple)
    assert screening.found("passport QQ123456789")
