"""The owner's screen for the table of laws: one value of one row, from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from privacy.people import Person
from privacy.regimes import table
from privacy.regimes.change import RuleChange
from privacy.regimes.rules import OF_A_REGIME, OF_INVOICES, OF_RETURNS, NotAValue
from privacy.trail import recording
from privacy.trail.entry import Kind

_PAST = "Choose today or a later day: what was promised before stays as it is."
_TWICE = "This rule changes on that day already: correct that change instead."


def _messages(sentence: str, *codes: str) -> dict[str, str]:
    return dict.fromkeys(("required", *codes), sentence)


# Generic to the stubs alone: at run time it takes no [Model].
class RuleChangeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A rule, its new value as words, where that stands, and from when it counts."""

    regime = forms.ChoiceField(
        label="Row of the table",
        error_messages=_messages("Choose a row of the table.", "invalid_choice"),
    )
    rule = forms.ChoiceField(
        error_messages=_messages("Choose a rule.", "invalid_choice"),
    )
    value = forms.CharField(
        label="New value",
        error_messages=_messages("Write the new value."),
        help_text="A number, a word, words with commas between them, or none.",
    )

    class Meta:
        """What the owner fills in."""

        model = RuleChange
        fields = ("regime", "rule", "value", "source", "effective_from")
        help_texts = {
            "source": "The law, the decision or the advice that says so.",
            "effective_from": "It counts for requests that arrive from this day on.",
        }
        error_messages = {
            "source": _messages("Write what says so."),
            "effective_from": _messages("Write a date such as 2027-01-31.", "invalid"),
            NON_FIELD_ERRORS: _messages(_TWICE, "unique_together"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the rows and rules of the table; show a stored value as it is typed."""
        super().__init__(*args, **kwargs)
        for name, offered in (("regime", _rows()), ("rule", _rules())):
            field: Any = self.fields[name]
            field.choices = [("", "Choose one"), *offered]
        for name, bound in self.fields.items():
            bound.widget.attrs["aria-label"] = bound.label or name
        if not self.instance._state.adding:
            self.initial["value"] = _shown(self.instance)

    def clean_effective_from(self) -> date:
        """Refuse a day that is over."""
        day: date = self.cleaned_data["effective_from"]
        if day < timezone.localdate():
            raise forms.ValidationError(_PAST)
        return day

    def clean(self) -> dict[str, Any] | None:
        """Read the value as the rule wants it."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if {"regime", "rule", "value"} <= set(said):
            try:
                kind = RuleChange(regime=said["regime"], rule=said["rule"]).kind()
            except NotAValue as wrong:
                self.add_error("rule", str(wrong))
                return said
            try:
                said["value"] = kind.read(said["value"])
            except NotAValue as wrong:
                self.add_error("value", str(wrong))
        return said

    def _get_validation_exclusions(self) -> set[str]:
        # An empty list is a value too: the rule's own kind has judged it.
        # Django's own, which the stubs leave out.
        return {*super()._get_validation_exclusions(), "value"}  # type: ignore[misc]


@admin.register(RuleChange)
# Generic to the stubs alone: at run time it takes no [Model].
class RuleChangeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Changes of the table, which stay as a record once they count."""

    form = RuleChangeForm
    list_display = ("row", "rule", "shown", "effective_from", "source", "by")
    list_filter = ("rule", "effective_from")
    list_select_related = ("by",)
    ordering = ("-effective_from", "regime", "rule")
    show_full_result_count = False
    actions = None

    @admin.display(description="Row", ordering="regime")
    def row(self, change: RuleChange) -> str:
        """The row's name."""
        return dict(_rows()).get(change.regime, change.regime)

    @admin.display(description="Value")
    def shown(self, change: RuleChange) -> str:
        """The value in words."""
        return _shown(change)

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Allow a correction until the first day is over."""
        return super().has_change_permission(request, obj) and _open(obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Allow it to be taken back until the first day is over."""
        return super().has_delete_permission(request, obj) and _open(obj)

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: bool
    ) -> None:
        """Write down who did it."""
        obj.by = request.user
        _record(request, obj, "rule_corrected" if change else "rule_changed")
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Write down who took it back."""
        _record(request, obj, "rule_taken_back")
        super().delete_model(request, obj)


def _record(request: HttpRequest, change: RuleChange, what: str) -> None:
    recording.record(
        kind=Kind.SETTING,
        what=what,
        by=cast(Person, request.user),
        fields=[f"{change.regime}.{change.rule}"],
        row_id=change.pk,
        at=timezone.now(),
    )


def _open(change: Any) -> bool:
    return change is None or change.effective_from >= timezone.localdate()


def _rows() -> list[tuple[str, str]]:
    known = table.current()
    laws = [(key, row["name"]) for key, row in known.regimes().items()]
    kept, back = known.invoices().items(), known.returns().items()
    laws += [(key, f"Invoices: {row['name']}") for key, row in kept]
    return laws + [(key, f"Returns: {row['name']}") for key, row in back]


def _rules() -> list[tuple[str, str]]:
    # One that two kinds of row share is offered once.
    names = dict.fromkeys((*OF_A_REGIME, *OF_INVOICES, *OF_RETURNS))
    return [(name, name.replace("_", " ")) for name in names]


def _shown(change: RuleChange) -> str:
    try:
        return change.kind().shown(change.value)
    except NotAValue:
        return "no rule of the table"
