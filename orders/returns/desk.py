"""What staff can do with a return now, and the forms in which they say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django import forms

from orders.returns import asking, handling, saying
from orders.returns.coming_back import LONGEST, Return
from orders.returns.handling import Found
from orders.returns.line import ReturnLine
from orders.returns.words import OURS, ReturnState, Wanted
from privacy import screening
from privacy.people import Person

RECEIVE, HANDLE = "orders.receive_return", "orders.handle_return"
OPEN = "orders.open_refund"


@dataclass(frozen=True)
class Act:
    """One verb: its button, what it says when done, whose right, which returns it fits.

    One of ``rights`` is enough, and ``also`` is needed beside it.
    """

    label: str
    done: str
    verb: Callable[..., None]
    rights: Sequence[str]
    fits: Callable[[Return], bool]
    also: Sequence[str] = ()

    def is_open_to(self, by: Person) -> bool:
        """Tell whether somebody may do it."""
        return any(map(by.has_perm, self.rights)) and by.has_perms(self.also)


def _is(*states: ReturnState) -> Callable[[Return], bool]:
    return lambda row: row.state in states


def _exchanges(row: Return) -> bool:
    return row.state == ReturnState.INSPECTED and row.wants == Wanted.EXCHANGE


ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "receive": Act(
            "Mark as received",
            "is received",
            handling.receive,
            (RECEIVE, HANDLE),
            _is(ReturnState.ANNOUNCED),
        ),
        "inspect": Act(
            "Note what is taken back",
            "is looked at",
            handling.inspect,
            (HANDLE,),
            _is(ReturnState.RECEIVED),
        ),
        "exchange": Act(
            "Pack the exchange",
            "is exchanged",
            handling.exchange,
            (HANDLE,),
            _exchanges,
        ),
        "refund": Act(
            "Agree to the refund",
            "will be refunded",
            handling.refund,
            (HANDLE,),
            _is(ReturnState.INSPECTED),
            also=(OPEN,),
        ),
        "refuse": Act(
            "Refuse the return",
            "is refused",
            handling.refuse,
            (HANDLE,),
            _is(*handling.HERE),
        ),
        "never-came": Act(
            "Close it: nothing came",
            "is closed",
            asking.call_off,
            (HANDLE,),
            _is(ReturnState.ANNOUNCED),
        ),
    }
)
"""Every verb of staff by its key, the next sensible one first."""


def allowed(row: Return, *, by: Person, on: date) -> dict[str, Act]:
    """Return what fits a return and what this member of staff may do.

    That nothing came is said once the day to send it is over.
    """
    fits = {
        key: act for key, act in ACTS.items() if act.fits(row) and act.is_open_to(by)
    }
    if on <= row.send_by:
        fits.pop("never-came", None)
    return fits


class WordsForm(forms.Form):
    """Why something is not taken back, in words for the customer."""

    use_required_attribute = False

    words = forms.CharField(
        label="Why it is not taken back",
        help_text="The customer reads this.",
        max_length=LONGEST,
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[screening.refuse],
        error_messages={"max_length": f"Write {LONGEST} characters or fewer"},
    )

    def asked(self) -> dict[str, Any]:
        """What the verb is told."""
        return {"words": self.cleaned_data["words"]}


class RefuseForm(WordsForm):
    """The words of a refusal, which are asked for."""

    prefix = "refuse"

    def clean_words(self) -> str:
        """Ask for them."""
        words: str = self.cleaned_data["words"]
        if not words:
            raise forms.ValidationError("Say why: the customer reads it")
        return words


class InspectForm(WordsForm):
    """How many of each line are taken back, and how many of those go on the shelf."""

    def __init__(self, data: Any = None, *, row: Return) -> None:
        """Ask about each line, at first as if all of it were fine."""
        super().__init__(data)
        self.fields["words"].label = "If not all of it is taken back: why"
        self.lines: list[ReturnLine] = list(row.lines.all())
        broken = row.reason in OURS
        for line in self.lines:
            title = saying.named(line.line.title, line.line.variant)
            taken = f"Pieces of {title} taken back"
            shelved = f"Pieces of {title} to sell again"
            most, sold = line.quantity, 0 if broken else line.quantity
            self.fields[_taken(line)] = _pieces(taken, most, first=most)
            self.fields[_shelved(line)] = _pieces(shelved, most, first=sold)

    @property
    def rows(self) -> list[tuple[ReturnLine, forms.BoundField, forms.BoundField]]:
        """Each line with its two fields."""
        return [(line, self[_taken(line)], self[_shelved(line)]) for line in self.lines]

    def asked(self) -> dict[str, Any]:
        """What the verb is told."""
        told = self.cleaned_data
        found: dict[UUID, Found] = {
            line.pk: Found(told[_taken(line)], told[_shelved(line)])
            for line in self.lines
        }
        return super().asked() | {"found": found}


def _taken(line: ReturnLine) -> str:
    return f"taken_{line.line.position}"


def _shelved(line: ReturnLine) -> str:
    return f"shelved_{line.line.position}"


def _pieces(label: str, most: int, *, first: int) -> forms.IntegerField:
    sentence = f"Enter a number from 0 to {most}"
    return forms.IntegerField(
        label=label,
        initial=first,
        min_value=0,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), sentence
        ),
    )
