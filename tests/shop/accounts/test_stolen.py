"""Passwords that thieves try first, and those that nobody would."""

from __future__ import annotations

import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from shop.accounts import stolen


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password2026!",
        "P@ssw0rd1234",
        "123liverpool123",
        "!!!sunshine!!!",
        "qwertyuiop1234",
        "1234567890123",
        "abcdefghijklm",
        "zyxwvutsrqponm",
        "aaaaaaaaaaaaaaaa",
        "abababababab",
        "monkey monkey",
        "  DragonDragon  ",
        "1qaz2wsx3edc",
    ],
)
def test_what_is_common_is_refused_in_any_disguise(password):
    with pytest.raises(ValidationError) as told:
        validate_password(password)
    assert told.value.error_list[0].code == stolen.CODE


@pytest.mark.parametrize(
    "password",
    [
        "seven quiet herons",
        "velvet-otter-galoshes-9731",
        "a long enough secret",
        "ein Vogel wollte Hochzeit",
        "ﬁne ἄριστος 漢字 kanji",
        "3f9a1c-77b2e0-5d41aa-908c3e",
    ],
)
def test_what_nobody_tries_first_is_taken(password):
    validate_password(password)


@pytest.fixture
def published(tmp_path, settings):
    """A small file as the big one is: sorted hashes, colons, counts."""

    def wrote(*passwords, filler=400, newline="\r\n"):
        texts = [*passwords, *(f"filler {n}" for n in range(filler))]
        lines = sorted(
            f"{hashlib.sha1(text.encode()).hexdigest().upper()}:{place * 37 + 1}"
            for place, text in enumerate(texts)
        )
        path = tmp_path / "published.txt"
        path.write_bytes("".join(line + newline for line in lines).encode())
        settings.PUBLISHED_PASSWORDS = str(path)

    return wrote


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_every_line_of_the_file_is_found_and_nothing_else(published, newline):
    published("seven quiet herons", newline=newline)
    with pytest.raises(ValidationError):
        validate_password("seven quiet herons")
    assert all(stolen.is_published(f"filler {n}") for n in range(400))
    assert not any(stolen.is_published(f"other {n}") for n in range(400))


def test_a_file_of_one_line_or_none_does_no_harm(published, settings):
    published("seven quiet herons", filler=0)
    assert stolen.is_published("seven quiet herons")
    assert not stolen.is_published("eight quiet herons")
    published(filler=0)
    assert not stolen.is_published("seven quiet herons")
    for path in ("", "/nonexistent/file"):
        settings.PUBLISHED_PASSWORDS = path
        assert not stolen.is_published("seven quiet herons")
