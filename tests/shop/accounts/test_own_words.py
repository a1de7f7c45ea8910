"""What a password may be: long, not ours, not stolen, and otherwise anything."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from shop.accounts.forms import NewPassword
from shop.accounts.own_words import WORDS
from tests.house import tree

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "password",
    [
        "foldwell2026!",
        "FoldwellFoldwell",
        "paperpaperpaper",
        "Stationery-shop",
        "staffpassword1",
        "Welcome, admin!",
    ],
)
def test_a_password_of_our_words_is_refused(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    codes = {each.code for each in refused.value.error_list}
    assert "password_of_our_words" in codes
    with pytest.raises(ValidationError, match="words of your own"):
        NewPassword().clean(password)


@pytest.mark.parametrize(
    "password",
    [
        "paper boats at dawn",
        "my foldwell is blue",
        "ordering herrings",
        "x" * 5 + "7qz!mn#",
    ],
)
def test_with_words_of_ones_own_it_is_taken(password):
    assert NewPassword().clean(password) == password


@pytest.mark.parametrize(
    "password",
    [
        "onlysmallletterz",
        "49016 8215502271",
        "ДОБРОЕ УТРО СОСЕД",
        "🦆🦆🦉🦉🐟🐟🐚🐚🐝🐝🐛🐛",
        "— ¿ · § ¶ † ‡ €",
    ],
)
def test_signs_of_any_kind_will_do(password):
    assert NewPassword().clean(password) == password


def test_a_password_counts_as_it_was_typed(client, alice):
    long = "  Ünïcode ﬁ ½ " + "x" * 200 + "  "
    assert NewPassword().clean(long) == long
    alice.set_password(long)
    alice.save()
    assert alice.check_password(long)
    for other in (long.strip(), long.lower(), long[:72], long.replace("ﬁ", "fi")):
        assert not alice.check_password(other)
    assert alice.last_login is None  # no day on which it would end
    form = {"email": "alice@example.net", "password": long}
    origin = {"sec-fetch-site": "same-origin"}
    page = client.post(
        "/accounts/sign-in/", urlencode(form), content_type=FORM, headers=origin
    )
    assert page.url == "/accounts/"


def test_managers_know_the_fields(client, db):
    page = client.get("/accounts/sign-in/").content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert 'type="password"' in page
    scripts = tree.texts(".js", under=("static/",)).values()
    assert not [text for text in scripts if re.search(r"onpaste|[\"']paste[\"']", text)]


def test_the_list_on_the_page_is_the_one_that_counts():
    page = tree.texts(".md", under=("docs/",))["docs/security.md"]
    (told,) = re.findall(r"the shop’s name and these words: ([^.]+)\.", page)
    assert tuple(told.replace("\n", " ").split(", ")) == WORDS
