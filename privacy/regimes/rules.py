"""The columns of the table of laws: which there are, what a value of each may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from privacy.regimes.days import Unit


class NotAValue(Exception):
    """A rule can't have that value; the message says what to write instead."""


class Right(StrEnum):
    """What a law lets people demand."""

    ACCESS = "access"
    ANONYMISE = "anonymise"
    APPEAL = "appeal"
    AUTOMATED = "automated"
    COMPLAIN = "complain"
    CORRECT = "correct"
    DE_INDEX = "de_index"
    ERASE = "erase"
    LIMIT = "limit"
    NOMINATE = "nominate"
    NO_RETALIATION = "no_retaliation"
    OBJECT = "object"
    OPT_OUT = "opt_out"
    PORT = "port"
    RESTRICT = "restrict"
    SUSPEND = "suspend"
    THIRD_PARTY_RECORD = "third_party_record"
    TOLD = "told"
    WITHDRAW = "withdraw"


class Pause(StrEnum):
    """What a law stops the clock for."""

    IDENTITY = "identity"
    CLARIFICATION = "clarification"


class BreachUnit(StrEnum):
    """What the time after a breach is counted in."""

    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business_days"
    PROMPTLY = "promptly"


class Counted(StrEnum):
    """From when an invoice's years are counted."""

    END_OF_YEAR = "end_of_year"
    ISSUE = "issue"


class RefundFrom(StrEnum):
    """From when the days until money is back are counted."""

    TOLD = "told"
    GOODS = "goods"


class Kind(Protocol):
    """A kind of value: what it may be, how it is typed, how it is shown."""

    def check(self, value: Any) -> None:
        """Raise NotAValue unless `value` is one."""

    def read(self, text: str) -> Any:
        """Return the value that somebody typed, or raise NotAValue."""

    def shown(self, value: Any) -> str:
        """Return the value as somebody would type it."""


@dataclass(frozen=True)
class Whole:
    """A whole number."""

    least: int
    most: int

    def check(self, value: Any) -> None:
        """Refuse what is no whole number between the bounds."""
        right = isinstance(value, int) and not isinstance(value, bool)
        if not right or not self.least <= value <= self.most:
            raise NotAValue(f"Write a whole number from {self.least} to {self.most}.")

    def read(self, text: str) -> Any:
        """Read digits; anything else is left to the check."""
        value = int(text) if text.isascii() and text.isdigit() else text
        self.check(value)
        return value

    def shown(self, value: Any) -> str:
        """Return its digits."""
        return str(value)


@dataclass(frozen=True)
class OneOf:
    """One word of a list."""

    words: type[StrEnum]

    def check(self, value: Any) -> None:
        """Refuse other words."""
        if value not in list(self.words):
            raise NotAValue(f"Write one of these words: {', '.join(self.words)}.")

    def read(self, text: str) -> Any:
        """Read the word, with spaces or underscores."""
        value = _word(text)
        self.check(value)
        return value

    def shown(self, value: Any) -> str:
        """Return the word."""
        return str(value)


@dataclass(frozen=True)
class SomeOf:
    """Any number of words of a list, none included."""

    words: type[StrEnum]

    def check(self, value: Any) -> None:
        """Refuse other words, and anything that is no list of them."""
        if not isinstance(value, list) or any(w not in list(self.words) for w in value):
            known = ", ".join(self.words)
            raise NotAValue(f"Write some of these, with commas, or none: {known}.")

    def read(self, text: str) -> Any:
        """Read words with commas between them, or "none"."""
        value = [_word(word) for word in text.split(",") if word.strip()]
        value = [] if value == ["none"] else sorted(set(value))
        self.check(value)
        return value

    def shown(self, value: Any) -> str:
        """Return the words with commas, or "none"."""
        return ", ".join(value) or "none"


@dataclass(frozen=True)
class YesOrNo:
    """Whether something is so."""

    def check(self, value: Any) -> None:
        """Refuse anything but true and false."""
        if not isinstance(value, bool):
            raise NotAValue("Write yes or no.")

    def read(self, text: str) -> Any:
        """Read "yes" or "no"; anything else is left to the check."""
        value = {"yes": True, "no": False}.get(_word(text), text)
        self.check(value)
        return value

    def shown(self, value: Any) -> str:
        """Return "yes" or "no"."""
        return "yes" if value else "no"


@dataclass(frozen=True)
class Sentence:
    """Words for people."""

    longest: int = 400

    def check(self, value: Any) -> None:
        """Refuse nothing at all, and more than fits a table."""
        if not isinstance(value, str) or not 0 < len(value) <= self.longest:
            raise NotAValue(f"Write a sentence of at most {self.longest} characters.")

    def read(self, text: str) -> Any:
        """Read it as it is."""
        self.check(text)
        return text

    def shown(self, value: Any) -> str:
        """Return it as it is."""
        return str(value)


def _word(text: str) -> str:
    return text.strip().lower().replace(" ", "_")


_COUNT, _MAYBE = Whole(1, 366), Whole(0, 366)

OF_A_REGIME: Mapping[str, Kind] = {
    "rights": SomeOf(Right),
    "deadline_count": _COUNT,
    "deadline_unit": OneOf(Unit),
    # A count of 0 says that the law has no such thing.
    "extension_count": _MAYBE,
    "extension_unit": OneOf(Unit),
    "acknowledge_count": _MAYBE,
    "acknowledge_unit": OneOf(Unit),
    # Where an objection or an opt-out has a time of its own.
    "objection_count": _MAYBE,
    "objection_unit": OneOf(Unit),
    "last_day_moves": YesOrNo(),
    "pause": SomeOf(Pause),
    "identity_standard": Sentence(),
    "breach_count": _MAYBE,
    "breach_unit": OneOf(BreachUnit),
    "breach_words": Sentence(),
}
"""The rules of a regime that the owner may change, by name."""

OF_INVOICES: Mapping[str, Kind] = {
    "years": Whole(0, 30),
    "counted_from": OneOf(Counted),
}
"""The rules of how long a country has invoices kept, by name."""

OF_RETURNS: Mapping[str, Kind] = {
    "days": _MAYBE,
    "by_law": YesOrNo(),
    "send_days": _COUNT,
    "refund_days": _COUNT,
    "refund_from": OneOf(RefundFrom),
    "last_day_moves": YesOrNo(),
}
"""The rules of sending something back to the shop, by name."""
