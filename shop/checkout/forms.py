"""The questions of the checkout pages, in words, with the rules of each country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from orders import addresses, countries, delivery, terms
from orders.addresses import LONGEST, Address, Rules
from orders.delivery import DeliveryMethod
from orders.payments import Provider
from orders.providers import agreeing
from privacy import consent
from privacy.recipients import Recipient
from shop.checkout import fields
from shop.checkout.models import Typed

SEND, COLLECT = "send", "collect"
AUTOCOMPLETE = {
    "line1": "address-line1",
    "line2": "address-line2",
    "city": "address-level2",
    "region": "address-level1",
    "postcode": "postal-code",
}


class DetailsForm(forms.Form):
    """Who orders and where the parcel goes; the country decides the address fields."""

    use_required_attribute = False

    email = fields.Email(
        label="Email address",
        help_text="For your receipt and news of this order. Nothing else.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = fields.Name(
        label="Full name",
        help_text="As it should appear on the parcel.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    getting = forms.ChoiceField(
        label="How do you want to get it?",
        choices=((SEND, "Send it to me"), (COLLECT, "I will collect it")),
        initial=SEND,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how you want to get it",
            "invalid_choice": "Choose how you want to get it",
        },
    )
    country = forms.ChoiceField(
        label="Country",
        widget=fields.LongSelect(attrs={"autocomplete": "shipping country"}),
        error_messages={
            "required": "Choose a country",
            "invalid_choice": "Choose a country from the list",
        },
    )
    # The postcode that the page has warned of, so that it warns only once.
    doubted = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Lay the form out by the country that was chosen, at first by our own."""
        super().__init__(*args, **kwargs)
        offered = countries.listed(terms.delivers_to())
        country = self.fields["country"]
        country.choices = fields.Pairs(offered)  # type: ignore[attr-defined] # a select
        told = self.data if self.is_bound else self.initial
        chosen = str(told.get("country") or "")
        known = chosen if chosen in dict(offered) else _home(offered)
        self.initial.setdefault("country", known)
        self.rules = addresses.rules(known)
        country.required = not self.collects
        for part in self.rules.fields:
            self.fields[part] = _address_field(
                self.rules, part, required=not self.collects
            )

    @property
    def collects(self) -> bool:
        """Whether the chosen way needs no address."""
        told = self.data if self.is_bound else self.initial
        return told.get("getting") == COLLECT

    @property
    def address_fields(self) -> list[forms.BoundField]:
        """The fields of the address in the order of its country."""
        return [self[part] for part in self.rules.fields]

    @property
    def asks_for_other_fields(self) -> bool:
        """Whether the country was changed and its own fields are not shown yet."""
        shown = str(self.data.get("fields_for", ""))
        return not self.collects and shown != self.rules.country

    def clean(self) -> dict[str, Any]:
        """Check the address by its country's rules; nothing of it when collecting."""
        cleaned = super().clean() or {}
        if self.collects:
            self._forget_address()
        elif cleaned.get("getting") == SEND and "country" in cleaned:
            self._check(addresses.normalised(self._address(cleaned)))
        return cleaned

    def typed(self, before: Typed | None) -> Typed:
        """The answers, with those of the later pages as they were `before`."""
        told = self.cleaned_data
        sent = told["getting"] == SEND
        parts = {part: told.get(part, "") for part in LONGEST} if sent else {}
        return Typed(
            email=told["email"],
            name=told["name"],
            collects=not sent,
            country=told["country"] if sent else "",
            delivery=before.delivery if before else "",
            payment=before.payment if before else "",
            consent=before.consent if before else None,
            pay_consent=before.pay_consent if before else None,
            **parts,
        )

    def _address(self, cleaned: dict[str, Any]) -> Address:
        parts = {part: cleaned.get(part, "") for part in self.rules.fields}
        return Address(country=cleaned["country"], **parts)

    def _forget_address(self) -> None:
        """Drop the address, wrong or right: nobody needs it to hand over a parcel."""
        for part in ("country", *self.rules.fields):
            self.cleaned_data.pop(part, None)
            self.errors.pop(part, None)

    def _check(self, address: Address) -> None:
        found = addresses.problems(address)
        for part, sentence in found.items():
            if part not in self.errors:
                self.add_error(part, sentence)
        for part in self.rules.fields:
            if part in self.cleaned_data:
                self.cleaned_data[part] = getattr(address, part)
        if not found and not self.errors:
            self._doubt(address)

    def _doubt(self, address: Address) -> None:
        """Warn once of an odd postcode; sent again unchanged, it is accepted."""
        told = addresses.doubts(address)
        mark = f"{address.country} {address.region} {address.postcode}"
        if told and self.data.get("doubted") != mark:
            self.add_error("postcode", told[0])
            self.data = {**_single(self.data), "doubted": mark}


class DeliveryForm(forms.Form):
    """How the order gets there, who may be told the address, how it is paid."""

    use_required_attribute = False

    delivery = forms.ChoiceField(
        label="Delivery",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how we should deliver",
            "invalid_choice": "Choose how we should deliver",
        },
    )
    consent = forms.BooleanField(required=False)
    pay_consent = forms.BooleanField(required=False)
    payment = forms.ChoiceField(
        label="Payment",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how to pay",
            "invalid_choice": "Choose how to pay",
        },
    )

    def __init__(
        self,
        *args: Any,
        offered: Sequence[DeliveryMethod],
        payments: Sequence[Provider],
        **kwargs: Any,
    ) -> None:
        """Offer these ways; a single way to pay is chosen already."""
        super().__init__(*args, **kwargs)
        self.offered, self.payments = offered, payments
        ways, pays = self.fields["delivery"], self.fields["payment"]
        # A field is not known by its kind once it is bound.
        ways.choices = [(m.key, m.name) for m in offered]  # type: ignore[attr-defined]
        # A field is not known by its kind once it is bound.
        pays.choices = [(p.key, p.name) for p in payments]  # type: ignore[attr-defined]
        for field, only in ((ways, offered), (pays, payments)):
            if len(only) == 1:
                field.initial = only[0].key

    @property
    def carrier(self) -> Recipient | None:
        """The third party that a parcel may go through, if one is offered."""
        return next((way.recipient for way in self.offered if way.recipient), None)

    @property
    def sentence(self) -> str:
        """The words that a ticked box agrees to; "" where nobody else is involved."""
        return consent.sentence(self.carrier) if self.carrier else ""

    @property
    def payee(self) -> Recipient | None:
        """The company that would hear of the order to take its payment, if any."""
        found = (agreeing.recipient(way.key) for way in self.payments)
        return next(filter(None, found), None)

    @property
    def pay_sentence(self) -> str:
        """The words that the box for it agrees to."""
        return consent.sentence(self.payee) if self.payee else ""

    @property
    def method(self) -> DeliveryMethod:
        """The chosen way, once the form is valid."""
        key = self.cleaned_data["delivery"]
        return next(method for method in self.offered if method.key == key)

    def clean(self) -> dict[str, Any]:
        """Refuse a third party without the box, and say which ways remain."""
        cleaned = super().clean() or {}
        method = next(
            (m for m in self.offered if m.key == cleaned.get("delivery")), None
        )
        if method and method.recipient and not cleaned.get("consent"):
            self.add_error("consent", _without_consent(method, self.offered))
        pays = str(cleaned.get("payment"))
        if agreeing.recipient(pays) and not cleaned.get("pay_consent"):
            self.add_error("pay_consent", agreeing.without_it(pays))
        return cleaned


def _without_consent(method: DeliveryMethod, offered: Sequence[DeliveryMethod]) -> str:
    remain = delivery.remaining(m for m in offered if not m.needs_consent)
    name = method.recipient.name if method.recipient else method.name
    return (
        f"{name} can’t bring your order unless you tick the box that lets us "
        f"give them your name and address. {remain}"
    )


def _single(data: Mapping[str, Any]) -> dict[str, Any]:
    """The last value of each field, as a form reads them."""
    return {name: data[name] for name in data}


def _home(offered: tuple[tuple[str, str], ...]) -> str:
    return terms.home() if terms.home() in dict(offered) else offered[0][0]


def _address_field(rules: Rules, part: str, *, required: bool) -> forms.Field:
    """The field for one part of an address, in the words of its country."""
    empty = addresses.problems(Address(country=rules.country, line1=""))
    attrs = {
        "autocomplete": f"shipping {AUTOCOMPLETE[part]}",
        "spellcheck": "false",
    }
    widget: forms.Widget = forms.TextInput(attrs)
    if part == "region" and rules.regions:
        widget = fields.LongSelect(attrs, (("", "Choose one"), *rules.regions))
    return fields.Typed(
        label=rules.labels[part],
        required=required and part in rules.required,
        widget=widget,
        error_messages={"required": empty.get(part, "")},
    )


__all__ = ["SEND", "DeliveryForm", "DetailsForm"]
