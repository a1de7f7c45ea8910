"""The form in which staff say what of an order goes back, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError

from orders import money
from orders.money import NotAnAmount
from orders.refunds.refund import Reason
from orders.refunds.sums import Asked, Left

NOTHING = "Say what goes back: pieces, an amount, or the delivery."
LONGEST_AMOUNT = 20
_WHY = {
    "required": "Choose why the money goes back",
    "invalid_choice": "Choose why the money goes back",
}


class OpenForm(forms.Form):
    """Pieces of each line, an amount off one of them, the delivery, and the reason."""

    use_required_attribute = False

    # What is sent twice is one refund.
    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), "Open this page again, and fill it in once more."
        ),
    )
    reason = forms.ChoiceField(
        label="Why it goes back",
        help_text="The customer reads this.",
        choices=[("", "Choose a reason"), *Reason.choices],
        error_messages=_WHY,
    )
    off_line = forms.ChoiceField(
        label="Take an amount off a line",
        help_text="For pieces that the customer keeps.",
        required=False,
        error_messages={"invalid_choice": "Choose a line from the list"},
    )
    off = forms.CharField(
        label="How much",
        required=False,
        max_length=LONGEST_AMOUNT,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"max_length": "Enter an amount such as 9.50"},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        left: Sequence[Left],
        delivery: Decimal,
        currency: str,
    ) -> None:
        """Offer what is left of each line, and the delivery where it cost something."""
        super().__init__(data, initial={"key": uuid4()})
        self.left = [room for room in left if room.quantity]
        self.currency = currency
        for room in self.left:
            self.fields[_name(room)] = _pieces(room)
        if delivery:
            self.fields["delivery"] = forms.BooleanField(
                label=f"The delivery too: {money.shown(delivery, currency)}",
                required=False,
            )
        choices = [(str(room.line.pk), _title(room)) for room in left if room.amount]
        off_line: Any = self.fields["off_line"]
        off_line.choices = [("", "No amount"), *choices]

    @property
    def pieces(self) -> Iterator[tuple[Left, str, forms.BoundField]]:
        """Each line with what is left of it, as money, and its field."""
        for room in self.left:
            shown = money.shown(room.amount, self.currency)
            yield room, shown, self[_name(room)]

    def clean_off(self) -> Decimal:
        """The amount in minor units; nought for none."""
        typed = self.cleaned_data["off"]
        if not typed:
            return Decimal(0)
        try:
            return money.parsed(typed, self.currency)
        except NotAnAmount as wrong:
            raise ValidationError(str(wrong)) from wrong

    def clean(self) -> dict[str, Any]:
        """Refuse half an amount, and a form that asks for nothing."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("off")) is not bool(cleaned.get("off_line")):
            self.add_error("off", "Choose the line, and say how much")
        if not self.errors and self.asked() == Asked():
            raise ValidationError(NOTHING)
        return cleaned

    def asked(self) -> Asked:
        """What goes back, as the refund takes it."""
        told = self.cleaned_data
        pieces = {room.line.pk: told.get(_name(room)) or 0 for room in self.left}
        amounts = {UUID(told["off_line"]): told["off"]} if told["off_line"] else {}
        return Asked(
            lines={pk: quantity for pk, quantity in pieces.items() if quantity},
            delivery=told.get("delivery", False),
            amounts=amounts,
        )


def _name(room: Left) -> str:
    return f"pieces-{room.line.pk}"


def _title(room: Left) -> str:
    line = room.line
    return f"{line.title}, {line.variant}" if line.variant else line.title


def _pieces(room: Left) -> forms.IntegerField:
    most = f"Of these, {room.quantity} can go back at most"
    return forms.IntegerField(
        label=f"Pieces of {_title(room)}",
        required=False,
        min_value=0,
        max_value=room.quantity,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages={
            "invalid": "Enter a whole number",
            "min_value": "Enter a whole number",
            "max_value": most,
        },
    )
