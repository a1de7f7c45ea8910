"""How held values read: each kind of column in words for a person, and as JSON.

Higher floors register what only they know: how money, an address or the title of an
order reads, and where a value came from.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from privacy.declarations import Personal

LEFT_OUT = "[left out: it opens something]"
NOT_SHOWN = "held, not shown"

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
_CODE = re.compile(r"(?<![\w-])[0-9]{3}[ -]?[0-9]{3}(?![\w-])")
_MADE_BY_US = "us, at random"
_FROM = {
    "user.unique_id.pseudonymous": "us, made from what you gave us",
    "user.authorization.credentials": _MADE_BY_US,
    "user.authorization.password": "the password you chose",
    "user.account": "us, when you sign in",
}


@dataclass(frozen=True)
class Words:
    """How one column reads: its lines for a person, and what JSON holds of it.

    Both take the row and the opened value. Without `data` JSON has the value itself.
    """

    lines: Callable[[Any, Any], Sequence[str]]
    data: Callable[[Any, Any], Any] | None = None


_words: dict[str, Words] = {}
_withheld: dict[str, str] = {}
_titles: dict[str, Callable[[Any], str]] = {}
_origins: dict[str, Callable[[Any, str], str]] = {}
_with: dict[str, tuple[str, ...]] = {}


def words(
    label: str,
    field: str,
    lines: Callable[[Any, Any], Sequence[str]],
    *,
    data: Callable[[Any, Any], Any] | None = None,
) -> None:
    """Say how column `field` of the model `label` ("app.Model") reads."""
    _words[f"{label}.{field}"] = Words(lines, data)


def withhold(label: str, field: str, sentence: str) -> None:
    """Never open a column for a page or a copy; say `sentence` in its place."""
    _withheld[f"{label}.{field}"] = sentence


def describe(
    label: str,
    *,
    title: Callable[[Any], str],
    origin: Callable[[Any, str], str] | None = None,
    along: Sequence[str] = (),
) -> None:
    """Say what a row of the model `label` is called, and where its values are from.

    `origin` takes the row and the field's name; "" stands for what the category says.
    `along` names the foreign keys that both look at: they are loaded with the rows.
    """
    _titles[label], _with[label] = title, tuple(along)
    if origin is not None:
        _origins[label] = origin


def loaded_along(label: str) -> tuple[str, ...]:
    """Return the foreign keys to load with the rows of a model."""
    return _with.get(label, ())


def named(model: type[Model], name: str, said: Personal) -> str:
    """Return what a value is called."""
    field: Any = model._meta.get_field(name)
    return said.what or str(field.verbose_name).capitalize()


def title(row: Model) -> str:
    """Return what a row is called, "" when its group says enough."""
    told = _titles.get(row._meta.label)
    return told(row) if told else ""


def origin(row: Model, name: str, said: Personal) -> str:
    """Return where a value came from."""
    told = _origins.get(row._meta.label)
    return (told(row, name) if told else "") or _FROM.get(said.category, "you")


def withheld(label: str, said: Personal) -> str:
    """Return what stands in place of a value that is never shown, else ""."""
    secret = said.category.startswith("user.authorization.")
    digest = said.category == "user.unique_id.pseudonymous"
    return _withheld.get(label, NOT_SHOWN if secret or digest else "")


def lines(row: Model, name: str, value: Any) -> tuple[str, ...]:
    """Return an opened value in words, line by line; nothing when it is empty."""
    known = _words.get(f"{row._meta.label}.{name}")
    if known is not None:
        return tuple(known.lines(row, value))
    chosen = dict(getattr(row._meta.get_field(name), "flatchoices", ()))
    return _of(chosen.get(value, value) if chosen else value)


def data(row: Model, name: str, value: Any) -> Any:
    """Return an opened value as JSON can hold it."""
    known = _words.get(f"{row._meta.label}.{name}")
    if known is not None and known.data is not None:
        return known.data(row, value)
    return plain(value)


def plain(value: Any) -> Any:
    """Return any value as texts, numbers, lists and dictionaries."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = [part.name for part in dataclasses.fields(value)]
        return {name: plain(getattr(value, name)) for name in named}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return str(value) if isinstance(value, Decimal | UUID) else value


def parts(value: Any) -> tuple[str, ...]:
    """Return a dataclass in words, one line for each part that is not empty."""
    said = {
        part.name: ", ".join(_of(inner))
        for part in dataclasses.fields(value)
        if (inner := getattr(value, part.name))
    }
    return tuple(
        f"{name.replace('_', ' ').capitalize()}: {words}"
        for name, words in said.items()
    )


def day(moment: date) -> str:
    """Return a date, or the date of a moment, as people write it."""
    at = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    return f"{at.day} {at:%B %Y}"


def minute(moment: datetime) -> str:
    """Return a moment as people write it: "22 November 2026 at 10:42"."""
    return f"{day(moment)} at {timezone.localtime(moment):%H:%M}"


def without_secrets(text: str, *, with_codes: bool) -> str:
    """Return a text without addresses of pages, and without six-digit codes.

    A letter's links open orders and requests for whoever has them, and the codes in
    letters about requests prove an identity: neither belongs on a page or in a file.
    """
    text = _ADDRESS.sub(LEFT_OUT, text)
    return _CODE.sub(LEFT_OUT, text) if with_codes else text


def _of(value: Any) -> tuple[str, ...]:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return parts(value)
    if isinstance(value, datetime):
        return (minute(value),)
    if isinstance(value, date):
        return (day(value),)
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, list | tuple):
        return tuple(str(each) for each in value)
    return tuple(line for line in str(value).splitlines() if line.strip())


def _letter(letter: Any, content: Any) -> list[str]:
    told = _letter_data(letter, content)
    return [told["subject"], *filter(str.strip, told["text"].splitlines())]


def _letter_data(letter: Any, content: Any) -> dict[str, str]:
    codes = letter.template.startswith("cases/")
    return {
        "subject": without_secrets(content.subject, with_codes=codes),
        "text": without_secrets(content.text, with_codes=codes),
    }


words("privacy.Letter", "content", _letter, data=_letter_data)
withhold("privacy.Copy", "package", "the file itself, until you fetch it")
withhold("privacy.Run", "needles", "the erased values, until we find none of them")
describe(
    "privacy.Letter",
    title=lambda letter: f"Letter of {day(letter.queued_at)}",
    origin=lambda letter, name: "us, when we wrote it",
)
describe(
    "privacy.Returned",
    title=lambda mark: f"Came back on {day(mark.came_back_at)}",
    origin=lambda mark, name: "a mail server, when it gave our letter back",
)
describe(
    "privacy.Case",
    title=lambda case: f"Request {case.reference}",
    origin=lambda case, name: (
        "us, when we answered"
        if name == "answer"
        else f"you, on {day(case.received_at)}"
        if name in {"email", "demand"}
        else ""
    ),
)
describe(
    "privacy.LegalHold",
    title=lambda hold: f"Held until {day(hold.ends_on)}",
    origin=lambda hold, name: f"us, on {day(hold.made_at)}",
)
describe(
    "privacy.Access",
    title=lambda look: f"Look of {minute(look.at)}",
    origin=lambda look, name: "whoever looked",
)
describe(
    "privacy.Copy",
    title=lambda copy: f"Copy of {day(copy.asked_at)}",
    origin=lambda copy, name: "us, when you asked for it",
)
