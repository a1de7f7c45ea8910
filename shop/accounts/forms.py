"""The forms of the account pages: signing in, and choosing a password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from privacy.models import Person
from shop.checkout import fields

LONGEST = 256
SENTENCES = {
    "password_too_short": "Password must have 12 characters or more",
    "password_too_common": "That password is on lists of stolen passwords."
    " Choose another",
}


class Password(forms.CharField):
    """A password as it is, spaces and all; what was typed is never shown again."""

    widget = forms.PasswordInput

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        """Ask for a password; `kind` is new-password or current-password."""
        asked = {
            "required": "Enter a password",
            "max_length": f"Password must be {LONGEST} characters or fewer."
            " Yours has %(show_value)d",
        }
        super().__init__(
            strip=False, max_length=LONGEST, error_messages=asked, **kwargs
        )
        self.widget.attrs = {"autocomplete": kind}


class NewPassword(Password):
    """A password that is long enough, on no list of stolen ones, and not ours."""

    def __init__(self, **kwargs: Any) -> None:
        """Ask for one; there are no rules but these."""
        hint = "12 characters or more. A few words are fine."
        super().__init__(kind="new-password", help_text=hint, **kwargs)

    def validate(self, value: str) -> None:
        """Refuse a short, a stolen or a guessable password, in our own words."""
        super().validate(value)
        if len(value) > LONGEST:  # said by the field's own limit, which comes next
            return
        try:
            validate_password(value)
        except ValidationError as found:
            raise ValidationError(
                [
                    SENTENCES.get(str(each.code), str(each.message))
                    for each in found.error_list
                ]
            ) from None


class SignInForm(forms.Form):
    """Email address and password."""

    use_required_attribute = False

    email = fields.Email(
        label="Email address",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = Password(label="Password", kind="current-password")


class ResetForm(forms.Form):
    """The address that a link is to be sent to."""

    use_required_attribute = False

    email = fields.Email(
        label="Email address",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class ChooseForm(forms.Form):
    """One field: the password somebody wants to have."""

    use_required_attribute = False

    new_password = NewPassword(label="Password")


class ProveForm(forms.Form):
    """The chosen password once more, by whoever reads the mail."""

    use_required_attribute = False

    password = Password(
        label="Password",
        kind="current-password",
        help_text="The one that you chose on the order page.",
    )


class ChangeForm(forms.Form):
    """The password so far, and the next one."""

    use_required_attribute = False

    password = Password(label="Password now", kind="current-password")
    new_password = NewPassword(label="New password")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        """Ask `person`."""
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Refuse to change it for somebody who only found the browser open."""
        typed: str = self.cleaned_data["password"]
        if not self.person.check_password(typed):
            raise ValidationError("That is not your password")
        return typed
