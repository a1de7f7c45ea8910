"""What is typed about an order: some lines, screened for what must not be kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError

from orders.addresses import tidied
from privacy import screening

MESSAGE_LENGTH = 2000


class Message(forms.CharField):
    """Some lines of text without signs that nobody can see, or numbers of papers."""

    widget = forms.Textarea(attrs={"rows": 6})

    def to_python(self, value: Any) -> str:
        """The text, each line tidied."""
        return in_lines(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """Refuse what is too long, and numbers that we never need."""
        super().validate(value)
        if len(value) > MESSAGE_LENGTH:
            raise ValidationError(
                f"Message must be {MESSAGE_LENGTH:,} characters or fewer."
                f" Yours has {len(value):,}"
            )
        screening.refuse(value)

    def bound_data(self, data: Any, initial: Any) -> str:
        """What was typed, to be shown again."""
        return in_lines(str(data or ""))


class MessageForm(forms.Form):
    """A message, and the number of its form: what is sent twice is known again."""

    use_required_attribute = False

    form = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Give a form that is shown for the first time a number of its own."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form", str(uuid4()))

    def clean_form(self) -> UUID:
        """The number; another one where what came is none."""
        try:
            return UUID(self.cleaned_data["form"])
        except ValueError:
            return uuid4()


class OrderQuestionForm(MessageForm):
    """A question of the customer."""

    words = Message(
        label="Your question",
        help_text="Up to 2,000 characters. Leave out card numbers, bank details and "
        "papers: we never need them here.",
        error_messages={"required": "Write your question"},
    )


class OrderAnswerForm(MessageForm):
    """An answer of the shop."""

    words = Message(
        label="Your answer",
        help_text="It is shown on the page of the order. A letter tells the customer "
        "where to read it.",
        error_messages={"required": "Write the answer"},
    )


def in_lines(text: str) -> str:
    """Return ``text`` with tidied lines and at most one empty line in a row."""
    lines: list[str] = []
    for line in map(tidied, text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n")
