"""What staff type about a parcel: how many of each line, and the carrier's number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from orders.line import Line
from orders.parcels import tracking
from orders.parcels.tracking import NotANumber


class PackForm(forms.Form):
    """How many of each line that is left go into the parcel."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, lines: list[Line], left: Mapping[UUID, int], **kwargs: Any
    ) -> None:
        """Ask for a number beside each line; at first all that is left."""
        super().__init__(*args, **kwargs)
        self.asked = {
            f"line-{each.position}": each for each in lines if each.pk in left
        }
        for name, line in self.asked.items():
            self.fields[name] = _how_many(line, left[line.pk])

    def quantities(self) -> dict[UUID, int]:
        """Return how many of each line, by its id, once the form was right."""
        return {
            line.pk: self.cleaned_data[name] or 0 for name, line in self.asked.items()
        }


class TrackingForm(forms.Form):
    """The number under which the carrier brings a parcel, if there is one."""

    # Not screened: carriers' numbers are as long as those of cards.
    tracking = forms.CharField(required=False, label="Tracking number", max_length=60)

    def clean_tracking(self) -> str:
        """Return it as it is kept, or say what a tracking number looks like."""
        try:
            return tracking.read(self.cleaned_data["tracking"])
        except NotANumber as wrong:
            raise ValidationError(str(wrong)) from None


def _how_many(line: Line, left: int) -> forms.IntegerField:
    kind = f", {line.variant}" if line.variant else ""
    number = f"Enter a whole number from 0 to {left}"
    return forms.IntegerField(
        label=f"{line.title}{kind}",
        help_text=f"{line.sku}, {left} left to pack",
        required=False,
        min_value=0,
        max_value=left,
        initial=left,
        error_messages={
            "invalid": number,
            "min_value": number,
            "max_value": number,
        },
        widget=forms.NumberInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
