"""The form for another delivery address, laid out by the rules of its country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from orders import addresses, countries, terms
from orders.addresses import LONGEST, Address, Rules, tidied
from orders.typed import LongSelect, Pairs, Typed

AUTOCOMPLETE = {
    "country": "shipping country",
    "line1": "shipping address-line1",
    "line2": "shipping address-line2",
    "city": "shipping address-level2",
    "region": "shipping address-level1",
    "postcode": "shipping postal-code",
}


class AddressForm(forms.Form):
    """Where the order goes instead; the country decides the other fields."""

    use_required_attribute = False

    country = forms.ChoiceField(
        label="Country",
        widget=LongSelect(attrs={"autocomplete": AUTOCOMPLETE["country"]}),
        error_messages={
            "required": "Choose a country",
            "invalid_choice": "Choose a country from the list",
        },
    )
    # The postcode that the page has warned of, so that it warns only once.
    doubted = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Lay the form out by the country that was chosen, at first by today's."""
        super().__init__(*args, **kwargs)
        offered = countries.listed(terms.delivers_to())
        country = self.fields["country"]
        country.choices = Pairs(offered)  # type: ignore[attr-defined] # a select
        told = self.data if self.is_bound else self.initial
        chosen = str(told.get("country") or "")
        self.rules = addresses.rules(
            chosen if chosen in dict(offered) else terms.home()
        )
        for part in self.rules.fields:
            self.fields[part] = _field(self.rules, part)

    @property
    def address_fields(self) -> list[forms.BoundField]:
        """The fields of the address in the order of its country."""
        return [self[part] for part in self.rules.fields]

    @property
    def asks_for_other_fields(self) -> bool:
        """Whether the country was changed and its own fields are not shown yet."""
        return str(self.data.get("fields_for", "")) != self.rules.country

    @property
    def address(self) -> Address:
        """What was typed, normalised, once the form was found to be right."""
        parts = {part: self.cleaned_data.get(part, "") for part in self.rules.fields}
        country = self.cleaned_data.get("country", "")
        return addresses.normalised(Address(country=country, **parts))

    def clean(self) -> dict[str, Any]:
        """Check the address by its country's rules."""
        cleaned = super().clean() or {}
        if "country" in cleaned:
            self._check(self.address)
        return cleaned

    def again(self) -> AddressForm:
        """The same answers under the fields of the country, without any complaint."""
        typed = _single(self.data).items()
        return AddressForm(initial={name: tidied(str(text)) for name, text in typed})

    def _check(self, address: Address) -> None:
        found = addresses.problems(address)
        for part, sentence in found.items():
            if part not in self.errors:
                self.add_error(part, sentence)
        if not found and not self.errors:
            self._doubt(address)

    def _doubt(self, address: Address) -> None:
        """Warn once of an odd postcode; sent again unchanged, it is accepted."""
        told = addresses.doubts(address)
        mark = f"{address.country} {address.region} {address.postcode}"
        if told and self.data.get("doubted") != mark:
            self.add_error("postcode", told[0])
            self.data = {**_single(self.data), "doubted": mark}


def typed_already(address: Address) -> dict[str, str]:
    """The address as the form's first answers."""
    parts = {part: getattr(address, part) for part in LONGEST}
    return {"country": address.country, **parts}


def _single(data: Mapping[str, Any]) -> dict[str, Any]:
    """The last value of each field, as a form reads them."""
    return {name: data[name] for name in data}


def _field(rules: Rules, part: str) -> forms.Field:
    """The field for one part of an address, in the words of its country."""
    empty = addresses.problems(Address(country=rules.country, line1=""))
    attrs = {"autocomplete": AUTOCOMPLETE[part], "spellcheck": "false"}
    widget: forms.Widget = forms.TextInput(attrs)
    if part == "region" and rules.regions:
        widget = LongSelect(attrs, (("", "Choose one"), *rules.regions))
    return Typed(
        label=rules.labels[part],
        required=part in rules.required,
        widget=widget,
        error_messages={"required": empty.get(part, "")},
    )
