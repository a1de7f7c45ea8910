"""What staff type at the desk: one small form for each act, in plain words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from privacy import screening
from privacy.cases.case import Case
from privacy.cases.states import CHANGES_DATA, WITHOUT_ANSWER, Kind, Refusal

LONGEST = 2000
_NOT_HERE = frozenset(WITHOUT_ANSWER)
IN_CLEAR = "Leave names and addresses out: this line is not encrypted."


def _no_address(text: str) -> None:
    """Refuse an e-mail address in a line that is kept in clear."""
    if "@" in text:
        raise ValidationError("Leave the email address out of this line.")


def _words(
    label: str, *, missing: str, hint: str = "", longest: int = LONGEST, rows: int = 4
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        validators=[screening.refuse],
        widget=forms.Textarea(attrs={"rows": rows, "cols": 60}),
        error_messages={
            "required": missing,
            "max_length": "Write %(limit_value)d characters or fewer."
            " This has %(show_value)d.",
        },
    )


class ActForm(forms.Form):
    """The form of one act on one case; its ids carry the act's name."""

    button = ""
    grave = False
    """Whether the act can't be undone: its button looks like that."""

    def __init__(self, data: Any = None, *, case: Case, name: str) -> None:
        """Take the case that the act is about, and the act's name."""
        super().__init__(data, auto_id=f"{name}_%s")
        self.case, self.name = case, name
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def asked(self) -> dict[str, Any]:
        """Return what was typed, as the deciding function names it."""
        return self.cleaned_data


class PlanForm(ActForm):
    """Make the plan: a trial run that changes nothing."""

    button = "Make the plan"

    def clean(self) -> dict[str, Any]:
        """Refuse where nothing would be changed."""
        if self.case.kind not in CHANGES_DATA:
            raise ValidationError("This request changes no data, so it has no plan.")
        return self.cleaned_data


class ResumeForm(ActForm):
    """Go on with a case whose answer came."""

    button = "Go on with this request"


class RetryForm(ActForm):
    """Let the program try again."""

    button = "Try again"


class ShownForm(ActForm):
    """An act that agrees to exactly the plan on the page, by its digest."""

    shown = forms.CharField(
        max_length=64,
        widget=forms.HiddenInput,
        error_messages={
            "required": "Load the page again: the plan was not sent with this.",
            "max_length": "Load the page again: the plan was not sent with this.",
        },
    )


class ReviewForm(ShownForm):
    """The first of two people agrees."""

    button = "Agree to this plan"


class ApproveForm(ShownForm):
    """The plan is frozen and carried out: the reference is typed, not clicked."""

    button = "Approve and carry out"
    grave = True
    reference = forms.CharField(
        label="Type the reference of this request",
        max_length=32,
        error_messages={
            "required": "Type the reference to approve.",
            "max_length": "That is not the reference of this request.",
        },
    )

    def __init__(self, data: Any = None, *, case: Case, name: str) -> None:
        """Show which reference is meant."""
        super().__init__(data, case=case, name=name)
        self.fields["reference"].help_text = case.reference

    def clean_reference(self) -> str:
        """Compare it with the case's own."""
        typed = str(self.cleaned_data["reference"]).strip().upper()
        if typed != self.case.reference.upper():
            raise ValidationError("That is not the reference of this request.")
        return typed

    def asked(self) -> dict[str, Any]:
        """The reference was for the hand, not for the function."""
        return {"shown": self.cleaned_data["shown"]}


class RefuseForm(ActForm):
    """A refusal has a reason, a legal ground, and a sentence for the customer."""

    button = "Refuse this request"
    grave = True
    reason = forms.ChoiceField(
        label="Reason",
        choices=[
            ("", "Choose a reason"),
            *((each.value, each.label) for each in Refusal if each not in _NOT_HERE),
        ],
        error_messages={
            "required": "Choose a reason.",
            "invalid_choice": "Choose a reason from the list.",
        },
    )
    ground = forms.CharField(
        label="Legal ground",
        max_length=200,
        validators=[_no_address, screening.refuse],
        help_text="The article of the law, such as GDPR Art. 12(5). The customer"
        " reads it. Leave names and addresses out: this line is not encrypted.",
        widget=forms.TextInput(attrs={"size": 40}),
        error_messages={
            "required": "Write the article of the law.",
            "max_length": "Write 200 characters or fewer.",
        },
    )
    sentence = _words(
        "What the customer will read",
        missing="Write the sentence that the customer will read.",
        hint="Say what you refuse and why. The letter adds how to complain.",
    )

    def asked(self) -> dict[str, Any]:
        """Return the reason as what it is."""
        return self.cleaned_data | {"reason": Refusal(self.cleaned_data["reason"])}


class ExtendForm(ActForm):
    """A later day, once, with a reason."""

    button = "Extend the deadline"
    reason = _words(
        "Why it takes longer",
        missing="Write why it takes longer.",
        hint=f"The customer reads this. {IN_CLEAR}",
        longest=500,
        rows=3,
    )

    def clean_reason(self) -> str:
        """Keep addresses out of a column in clear."""
        text = str(self.cleaned_data["reason"])
        _no_address(text)
        return text


class AskForm(ActForm):
    """A question to the customer."""

    button = "Send this question"
    sentence = _words(
        "Your question",
        missing="Write your question.",
        hint="The customer reads this. Never ask for an identity document.",
    )


class AnswerForm(ActForm):
    """The answer to a question, which closes it."""

    button = "Send this answer"
    sentence = _words(
        "Your answer",
        missing="Write your answer.",
        hint="The customer reads this. It closes the request.",
    )


class CloseForm(ActForm):
    """A question that gets no answer, and why."""

    button = "Close without an answer"
    grave = True
    reason = forms.ChoiceField(
        label="Reason",
        choices=[
            ("", "Choose a reason"),
            *((each.value, each.label) for each in WITHOUT_ANSWER),
        ],
        error_messages={
            "required": "Choose a reason.",
            "invalid_choice": "Choose a reason from the list.",
        },
    )

    def asked(self) -> dict[str, Any]:
        """Return the reason as what it is."""
        return {"reason": Refusal(self.cleaned_data["reason"])}


class TurnForm(ActForm):
    """What a question really asks for."""

    button = "Treat it as this"
    kind = forms.ChoiceField(
        label="What they ask for",
        choices=[
            ("", "Choose a kind"),
            *(pair for pair in Kind.choices if pair[0] != Kind.QUESTION),
        ],
        help_text="The deadline stays as it is. The customer is asked to prove that"
        " it is them.",
        error_messages={
            "required": "Choose what they ask for.",
            "invalid_choice": "Choose what they ask for from the list.",
        },
    )

    def asked(self) -> dict[str, Any]:
        """Return the kind as what it is."""
        return {"kind": Kind(self.cleaned_data["kind"])}


class DuplicateForm(ActForm):
    """Close a case that asks the same as an earlier one."""

    button = "Close as the same request"

    def clean(self) -> dict[str, Any]:
        """Refuse where no earlier one is known."""
        if self.case.duplicate_of is None:
            raise ValidationError("Nothing says that this asks the same as another.")
        return self.cleaned_data

    def asked(self) -> dict[str, Any]:
        """Name the earlier one."""
        return {"of": self.case.duplicate_of}
