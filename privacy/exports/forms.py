"""What staff type to ask for an export, and to say no to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from privacy import recipients, screening
from privacy.access import LONGEST_WORDS, Reason
from privacy.exports import asking, sheets
from privacy.exports.asking import Wish
from privacy.exports.limits import Limit
from privacy.exports.sheets import Column, Sheet
from privacy.exports.states import Refusal
from privacy.looking import SHORTEST_WORDS
from privacy.purposes import Purpose

PASSPHRASE, KEY = "passphrase", "key"
INSIDE = "Nobody: it stays in the shop"
AGAIN = "Load the page again: this was not sent whole."


def _said(sentence: str, *codes: str) -> dict[str, str]:
    return dict.fromkeys(("required", *codes), sentence)


def _nobody(text: str) -> None:
    """Refuse an address in words that everybody in the file may read."""
    if "@" in text:
        raise ValidationError("Leave names and addresses out: many people read this.")


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=_said("Write a date such as 2026-01-31.", "invalid"),
    )


class AskForm(forms.Form):
    """One export: columns, days, why, who gets it, and how it is locked."""

    once = forms.UUIDField(
        widget=forms.HiddenInput, error_messages=_said(AGAIN, "invalid")
    )
    columns = forms.MultipleChoiceField(
        label="Columns",
        widget=forms.CheckboxSelectMultiple,
        error_messages=_said("Choose columns from the list.", "invalid_choice"),
    )
    since = _day("First day")
    until = _day("Last day")
    only = forms.ChoiceField(
        label="Only those that are",
        required=False,
        error_messages={"invalid_choice": "Choose a state from the list."},
    )
    recipient = forms.ChoiceField(
        label="Who gets it outside the shop",
        required=False,
        error_messages={"invalid_choice": "Choose who gets it from the list."},
    )
    reason = forms.ChoiceField(
        label="Why it is needed",
        choices=[("", "Choose a reason"), *Reason.choices],
        error_messages=_said("Choose why it is needed.", "invalid_choice"),
    )
    words = forms.CharField(
        label="In your own words",
        min_length=SHORTEST_WORDS,
        max_length=LONGEST_WORDS,
        help_text="The second person reads this, and so can everybody who is in the"
        " file. Leave names out.",
        validators=[screening.refuse, _nobody],
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        error_messages=_said("Write why it is needed.")
        | {
            "min_length": "Write a little more: everybody in the file can read it.",
            "max_length": "Write %(limit_value)d characters or fewer."
            " This has %(show_value)d.",
        },
    )
    lock = forms.ChoiceField(
        label="What opens the file",
        choices=[
            (PASSPHRASE, "A passphrase that is made now and shown once"),
            (KEY, "The private key to a public key of age"),
        ],
        initial=PASSPHRASE,
        widget=forms.RadioSelect,
        error_messages=_said("Choose what opens the file.", "invalid_choice"),
    )
    public_key = forms.CharField(
        label="Public key",
        required=False,
        max_length=80,
        help_text="Where a key opens the file. It begins with age1.",
        widget=forms.TextInput(attrs={"size": 62, "spellcheck": "false"}),
        error_messages={"max_length": "That is too long for a public key of age."},
    )

    def __init__(
        self, sheet: Sheet, purpose: Purpose, limit: Limit, data: Any = None
    ) -> None:
        """Offer what may go out for the purpose, and no more than the role takes."""
        super().__init__(data, auto_id="ask_%s")
        self.sheet, self.purpose, self.limit = sheet, purpose, limit
        named: Any = self.fields
        named["once"].initial = uuid4
        offered = _within(sheets.columns(sheet, purpose), limit)
        named["columns"].choices = [(each.label, _named(each)) for each in offered]
        named["only"].choices = [("", "Any"), *sheet.states]
        if not sheet.states:
            del named["only"]
        named["recipient"].choices = [("", INSIDE), *_outside(offered, purpose)]
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs together."""
        told = self.cleaned_data
        if told.get("lock") == KEY and not told.get("public_key"):
            self.add_error("public_key", "Paste the public key that opens the file.")
        if told.get("lock") == PASSPHRASE:
            told["public_key"] = ""
        self._may_get(told)
        return told

    def _may_get(self, told: dict[str, Any]) -> None:
        """Refuse columns that nobody on the register may have."""
        key, columns = told.get("recipient"), told.get("columns")
        if key and columns:
            to = recipients.get(key)
            chosen = sheets.chosen(self.sheet, self.purpose, columns)
            if not asking.may_go_to(to, chosen, self.purpose):
                names = ", ".join(each.replace("_", " ") for each in to.fields)
                self.add_error("columns", f"{to.name} may get nothing but: {names}.")

    def wish(self) -> Wish:
        """Return what was typed."""
        told = self.cleaned_data
        return Wish(
            sheet=self.sheet.key,
            purpose=self.purpose,
            columns=tuple(told["columns"]),
            since=told["since"],
            until=told["until"],
            only=told.get("only", ""),
            reason=Reason(told["reason"]),
            words=told["words"],
            recipient=told["recipient"],
            public_key=told["public_key"],
        )


class RefuseForm(forms.Form):
    """Why somebody says no."""

    reason = forms.ChoiceField(
        label="Why not",
        choices=[("", "Choose a reason"), *Refusal.choices],
        error_messages=_said("Choose why not.", "invalid_choice"),
    )

    def __init__(self, data: Any = None) -> None:
        """Let no browser remember what is chosen."""
        super().__init__(data, auto_id="refuse_%s")


def last_week(at: datetime) -> dict[str, Any]:
    """Return the days that an empty form begins with: the seven before today."""
    today = timezone.localdate(at)
    return {"since": today - timedelta(days=7), "until": today - timedelta(days=1)}


def _within(columns: Iterable[Column], limit: Limit) -> list[Column]:
    return [each for each in columns if limit.sealed or not each.is_sealed]


def _named(column: Column) -> str:
    return f"{column.what} (encrypted)" if column.is_sealed else column.what


def _outside(columns: Sequence[Column], purpose: Purpose) -> list[tuple[str, str]]:
    """Return who on the register may get one of these columns for the purpose."""
    return [
        (to.key, to.name)
        for to in recipients.everybody()
        if any(asking.may_go_to(to, [each], purpose) for each in columns)
    ]
