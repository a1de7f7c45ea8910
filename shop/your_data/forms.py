"""The forms behind Your data: the password again, a new name, a part to clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from privacy.cases.case import Demand
from shop.accounts.forms import Password
from shop.checkout import fields as typed
from shop.contact.fields import PastDay

NOTHING = "Choose what you want us to erase"
ELSEWHERE = "Choose from what is on the page"


class PasswordForm(forms.Form):
    """The password once more."""

    use_required_attribute = False

    password = Password(label="Password", kind="current-password")


class NameForm(forms.Form):
    """The right name."""

    use_required_attribute = False

    name = typed.Name(
        label="Full name", widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class EmailForm(forms.Form):
    """The right address for letters."""

    use_required_attribute = False

    email = typed.Email(
        label="New email address",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@dataclass(frozen=True, repr=False)
class Offer:
    """A record that can be chosen: "label:id", what it is called, and its kind."""

    value: str
    title: str
    about: str


@dataclass(frozen=True, repr=False)
class Box:
    """One box on the page: its offer, its id there, and whether it is ticked.

    `heads` says that it is the first of its kind on the page.
    """

    offer: Offer
    number: int
    ticked: bool
    heads: bool


class PartForm(forms.Form):
    """Which records go: chosen ones from any page of them, or all before a day."""

    use_required_attribute = False
    ON_A_PAGE = 100

    rows = forms.MultipleChoiceField(
        required=False,
        label="What should go?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": ELSEWHERE},
    )
    # What was ticked on other pages, between spaces: one field, however many they are.
    kept = forms.CharField(required=False)

    def __init__(
        self, *args: Any, offered: Sequence[Offer], today: date, **kwargs: Any
    ) -> None:
        """Offer these records."""
        super().__init__(*args, **kwargs)
        self.offered = list(offered)
        pairs = [(each.value, each.title) for each in self.offered]
        self.fields["rows"].choices = pairs  # type: ignore[attr-defined] # it has
        self.fields["before"] = PastDay(
            required=False, today=today, label="Everything before this day"
        )

    def full_clean(self) -> None:
        """Check what was sent; who only turns a page has not sent anything yet."""
        if self.moves:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    @property
    def moves(self) -> bool:
        """Whether another page of records was asked for, and nothing was sent yet."""
        return "go" in self.data

    @property
    def page(self) -> int:
        """The page of records that is shown, from 1."""
        asked = str(self.data.get("go") or self.data.get("page") or "1")
        number = int(asked) if asked.isdecimal() and len(asked) < len("99999") else 1
        return min(max(number, 1), self.pages)

    @property
    def pages(self) -> int:
        """How many pages of records there are."""
        return max(1, -(-len(self.offered) // self.ON_A_PAGE))

    @property
    def boxes(self) -> list[Box]:
        """The boxes of the page that is shown."""
        first = (self.page - 1) * self.ON_A_PAGE
        shown = self.offered[first : first + self.ON_A_PAGE]
        ticked = self._ticked()
        return [
            Box(
                offer,
                number,
                offer.value in ticked,
                number == 0 or shown[number - 1].about != offer.about,
            )
            for number, offer in enumerate(shown)
        ]

    @property
    def elsewhere(self) -> list[str]:
        """What is ticked on other pages than the one that is shown."""
        here = {box.offer.value for box in self.boxes}
        return [value for value in self._ticked() if value not in here]

    @property
    def chosen(self) -> list[str]:
        """All that is ticked, in the order in which it is offered."""
        return list(self._ticked())

    @property
    def day(self) -> str:
        """The day that was typed or is suggested, for a field that nobody sees."""
        return str(self["before"].value() or "")

    def clean_kept(self) -> list[str]:
        """Refuse what is not offered."""
        values: list[str] = self.cleaned_data["kept"].split()
        known = {each.value for each in self.offered}
        if not known.issuperset(values):
            raise forms.ValidationError(ELSEWHERE)
        return values

    def clean(self) -> dict[str, Any]:
        """Refuse a choice of nothing."""
        cleaned = super().clean() or {}
        if "kept" in self.errors:
            self.errors["rows"] = self.errors.pop("kept")
        if not self.errors and not self.chosen and not cleaned.get("before"):
            self.add_error("rows", NOTHING)
        return cleaned

    def demand(self) -> Demand:
        """What the case will hold; the customer saw what that does."""
        before = self.cleaned_data.get("before")
        return Demand(
            rows=tuple(self.chosen),
            before=before.isoformat() if before else "",
            seen=True,
        )

    def _ticked(self) -> dict[str, None]:
        """What is ticked on any page, without what is not offered."""
        if not self.is_bound:
            return {}
        sent = self["rows"].data or []
        told = {*sent, *str(self.data.get("kept", "")).split()}
        return {each.value: None for each in self.offered if each.value in told}
