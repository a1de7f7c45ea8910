"""Words that a guesser tries first here: a password may hold them, and more beside."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

WORDS = (
    *("admin", "customer", "letter", "login", "order", "paper", "password"),
    *("passwort", "secret", "shop", "staff", "stationer", "stationery", "welcome"),
)
BESIDE = 8
"""So many signs have to be left when these words are taken out."""
SENTENCE = (
    "That password is made of words that are guessed first here, such as the shop’s"
    " name. Add a few words of your own"
)


class NotOurWords:
    """Password validator: refuses what is little more than the shop's own words."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError unless enough is left beside our words."""
        left = _ours().sub("", password.casefold())
        if len(left.strip()) < BESIDE:
            raise ValidationError(SENTENCE, code="password_of_our_words")

    def get_help_text(self) -> str:
        """Say what is asked for, where a page lists it."""
        return "Not only the shop’s name and words like paper or password."


def _ours() -> re.Pattern[str]:
    names = [settings.SHOP_NAME, *settings.SHOP_NAME.split(), *WORDS]
    known = sorted({name.casefold() for name in names}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, known)))
