"""What is typed to show a second factor, and to confirm a new one."""

from __future__ import annotations

from typing import Any

from django import forms

LONGEST = 40


class _Code(forms.CharField):
    """A code that a phone may fill in."""

    def __init__(self, *, hint: str) -> None:
        """Ask for a code, with `hint` beside it."""
        super().__init__(
            label="Code",
            help_text=hint,
            max_length=LONGEST,
            widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
            error_messages={
                "required": "Enter a code.",
                "max_length": "A code is 6 digits, or 24 letters and digits.",
            },
        )


class CodeForm(forms.Form):
    """Six digits of an app, or a recovery code."""

    use_required_attribute = False

    factor_code = _Code(
        hint="The 6 digits in your authenticator app, or one of your recovery codes."
    )

    def __init__(self, data: Any = None) -> None:
        """Take what was sent, if anything was."""
        super().__init__(data, auto_id="%s")


class ConfirmForm(forms.Form):
    """Six digits of the app that is being set up."""

    use_required_attribute = False

    code = _Code(hint="6 digits, such as 041 733.")

    def __init__(self, data: Any = None) -> None:
        """Take what was sent, if anything was."""
        super().__init__(data, auto_id="confirm_%s")
