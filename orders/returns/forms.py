"""The customer's forms: how much is withdrawn from, what is sent back and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from orders.goods import Ware
from orders.line import Line
from orders.returns import saying
from orders.returns.asking import Asked
from orders.returns.periods import Terms
from orders.returns.words import OURS, Wanted, Why


class QuantitiesForm(forms.Form):
    """How many of each line, in a field of its own."""

    use_required_attribute = False

    form_id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Open the page again", "invalid": "Open it again"},
    )

    def __init__(
        self, *args: Any, lines: Sequence[Line], left: Mapping[UUID, int], **more: Any
    ) -> None:
        """Ask about the lines of which something is left."""
        super().__init__(*args, **more)
        self.lines = [line for line in lines if line.pk in left]
        for line in self.lines:
            self.fields[many_of(line)] = self.how_many(line, left[line.pk])

    @property
    def quantities(self) -> dict[UUID, int]:
        """How many of each line were asked for, by its id."""
        typed = {line.pk: self.cleaned_data[many_of(line)] for line in self.lines}
        return {line: many for line, many in typed.items() if many}

    def clean(self) -> dict[str, Any]:
        """Ask for one piece at least."""
        cleaned = super().clean() or {}
        names = [many_of(line) for line in self.lines]
        known = [name for name in names if name in cleaned]
        if known == names and not any(cleaned[name] for name in names):
            self.add_error(names[0] if names else None, "Enter how many, 1 or more")
        return cleaned

    def how_many(self, line: Line, most: int) -> forms.IntegerField:
        """The field of one line, with what was bought as its name."""
        sentence = f"Enter a number from 0 to {most}"
        return forms.IntegerField(
            label=saying.named(line.title, line.variant),
            min_value=0,
            max_value=most,
            required=False,
            help_text=f"How many of {most}",
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_value"), sentence
            ),
        )


class StatementForm(QuantitiesForm):
    """What the buyer withdraws from."""

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields to fill in."""
        return [self[many_of(line)] for line in self.lines]


class ReturnForm(QuantitiesForm):
    """What comes back, why, and what is wanted for it."""

    reason = forms.ChoiceField(
        label="Why do you send it back?",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a reason"),
    )
    wants = forms.ChoiceField(
        label="What do you want for it?",
        widget=forms.RadioSelect,
        choices=Wanted.choices,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose your money or another one"
        ),
    )

    def __init__(
        self, *args: Any, told: Terms, offered: Mapping[UUID, Sequence[Ware]], **kw: Any
    ) -> None:
        """Offer the reasons that are in time, and what each line can become."""
        super().__init__(*args, **kw)
        reasons: Any = self.fields["reason"]
        reasons.choices = [
            (why.value, why.label) for why in Why if told.may_return or why in OURS
        ]
        self.offered = offered
        for line in self.lines:
            if wares := offered.get(line.pk):
                self.fields[instead_of(line)] = _instead(wares)

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """For each line how many, and what instead where there is something."""
        return [
            (
                self[many_of(line)],
                self[instead_of(line)] if instead_of(line) in self.fields else None,
            )
            for line in self.lines
        ]

    @property
    def said(self) -> Asked:
        """What was asked for, once the form was found to be right."""
        instead = {
            line.pk: self.cleaned_data.get(instead_of(line), "") for line in self.lines
        }
        return Asked(
            lines=self.quantities,
            reason=Why(self.cleaned_data["reason"]),
            wants=Wanted(self.cleaned_data["wants"]),
            instead=instead,
        )

    def clean(self) -> dict[str, Any]:
        """Ask what instead of each line that is to be exchanged."""
        cleaned = super().clean()
        if cleaned.get("wants") == Wanted.EXCHANGE:
            for line in self.lines:
                if cleaned.get(many_of(line)) and not cleaned.get(instead_of(line)):
                    self.add_error(*self._nothing_instead(line))
        return cleaned

    def _nothing_instead(self, line: Line) -> tuple[str, str]:
        if instead_of(line) in self.fields:
            return instead_of(line), f"Choose what we send instead of {line.title}"
        return "wants", (
            f"We have nothing to exchange {line.title} for now. Choose your money back"
        )


def many_of(line: Line) -> str:
    """The name of the field that says how many of a line."""
    return f"many_{line.position}"


def instead_of(line: Line) -> str:
    """The name of the field that says what is sent instead of a line."""
    return f"instead_{line.position}"


def _instead(wares: Sequence[Ware]) -> forms.ChoiceField:
    offered = [(ware.sku, saying.named(ware.title, ware.variant)) for ware in wares]
    sentence = "Choose one of the list"
    return forms.ChoiceField(
        label="In exchange",
        required=False,
        choices=[("", "Nothing: money back"), *offered],
        error_messages={"invalid_choice": sentence},
    )
