"""Asking for new values: a name, an email address, the address of an open order."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from orders import addresses, countries, terms
from orders import correcting as orders_correcting
from orders.addresses import Address, Rules
from privacy.cases import correcting
from privacy.cases.case import Demand
from shop.checkout import fields as typed
from shop.contact.fields import OptionalEmail


class CorrectFields(forms.Form):
    """The fields of a correction; the country decides those of the address."""

    NOTHING: ClassVar[tuple[str, str]] = ("name", "Tell us what to correct")

    name = typed.Name(
        label="New name",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    new_email = OptionalEmail(
        label="New email address",
        help_text="We also write to the old one, so that nobody moves it in secret.",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    country = forms.ChoiceField(
        label="Country of the address",
        required=False,
        widget=typed.LongSelect(attrs={"autocomplete": "shipping country"}),
        error_messages={"invalid_choice": "Choose a country from the list"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Lay the address out by the country that was chosen, at first by our own."""
        super().__init__(*args, **kwargs)
        offered = countries.listed(terms.delivers_to())
        country = self.fields["country"]
        country.choices = typed.Pairs(offered)  # type: ignore[attr-defined] # a select
        told = self.data if self.is_bound else self.initial
        chosen = str(told.get("country") or "")
        known = chosen if chosen in dict(offered) else terms.home()
        self.initial.setdefault("country", known)
        self.rules = addresses.rules(known)
        for part in self.rules.fields:
            self.fields[part] = _part(self.rules, part)

    @property
    def details(self) -> list[forms.BoundField]:
        """The fields about the person."""
        return [self["name"], self["new_email"]]

    @property
    def address_fields(self) -> list[forms.BoundField]:
        """The fields of the address in the order of its country."""
        return [self[part] for part in self.rules.fields]

    def clean(self) -> dict[str, Any]:
        """Check the address if there is one, and refuse a correction of nothing."""
        cleaned = super().clean() or {}
        if any(cleaned.get(part) for part in self.rules.fields):
            self._check(addresses.normalised(self._address(cleaned)))
        named = {"name", "new_email", *self.rules.fields}
        if not any(cleaned.get(name) for name in named) and not named & set(
            self.errors
        ):
            self.add_error(*self.NOTHING)
        return cleaned

    def demand(self) -> Demand:
        """The columns to correct, with the new value of each."""
        told = self.cleaned_data
        found = {
            correcting.NAME: told.get("name"),
            correcting.EMAIL: told.get("new_email"),
            orders_correcting.ADDRESS: self._written(told),
        }
        chosen = {label: value for label, value in found.items() if value}
        return Demand(fields=tuple(chosen), values=tuple(chosen.values()))

    def _written(self, told: dict[str, Any]) -> str:
        if not any(told.get(part) for part in self.rules.fields):
            return ""
        return orders_correcting.written(addresses.normalised(self._address(told)))

    def _address(self, told: dict[str, Any]) -> Address:
        parts = {part: told.get(part, "") for part in self.rules.fields}
        return Address(country=self.rules.country, **parts)

    def _check(self, address: Address) -> None:
        for part, sentence in addresses.problems(address).items():
            if part not in self.errors:
                self.add_error(part, sentence)


class AddressFields(CorrectFields):
    """The address of an open order alone."""

    NOTHING = ("line1", "Enter a street address")

    name = None  # type: ignore[assignment] # how Django leaves a field out
    new_email = None  # type: ignore[assignment] # as above


def _part(rules: Rules, part: str) -> forms.Field:
    """The field for one part of an address, in the words of its country."""
    widget: forms.Widget = forms.TextInput({"spellcheck": "false"})
    if part == "region" and rules.regions:
        widget = typed.LongSelect({}, (("", "Choose one"), *rules.regions))
    return typed.Typed(label=rules.labels[part], required=False, widget=widget)
