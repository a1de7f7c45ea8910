"""The one form that takes the number of an account, as its country writes it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import import_module
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from orders.addresses import tidied
from orders.refunds.account import Account, Kind
from orders.typed import Typed
from privacy import screening

HOLDER_LENGTH = 70  # EPC rulebook of SEPA credit transfers, attribute AT-P001.
UK_DIGITS = 8  # Pay.UK: shorter numbers are filled with noughts in front.
_BETWEEN = re.compile(r"[\s.\-–/]+")


@cache
def _standard(name: str) -> Any:
    """The check of a kind of number, read when first needed."""
    return import_module(f"stdnum.{name}")


class AccountNumber(forms.CharField):
    """A number of a bank account, without blanks, in capitals.

    Every other field of ours refuses such a number. This one may take it, since money
    can't go back without one; a card number is refused here as well.
    """

    lets = screening.Kind.BANK_ACCOUNT
    refused = frozenset({screening.Kind.CARD})

    def __init__(self, *, pattern: str, wanted: str, **kwargs: Any) -> None:
        """Take what fits `pattern`; `wanted` is the sentence for anything else."""
        self.pattern, self.wanted = re.compile(pattern), wanted
        messages = {"required": wanted}
        plain = {"autocomplete": "off", "spellcheck": "false"}
        box = forms.TextInput(attrs={**plain, "autocapitalize": "characters"})
        super().__init__(error_messages=messages, widget=box, **kwargs)

    def to_python(self, value: Any) -> str:
        """The number as banks compare it."""
        text = unicodedata.normalize("NFKC", super().to_python(value) or "")
        return _BETWEEN.sub("", tidied(text)).upper()

    def validate(self, value: str) -> None:
        """Refuse card numbers by their name, and what is no number of this kind."""
        super().validate(value)
        if any(each.kind in self.refused for each in screening.found(value)):
            told = "This looks like a card number. We need the number of an account"
            raise ValidationError(told, code=screening.CODE)
        if not self.pattern.fullmatch(value):
            raise ValidationError(self.wanted)

    def bound_data(self, data: Any, initial: Any) -> str:
        """What was typed, to be shown again beside what is wrong with it."""
        return tidied(str(data or ""))


class AccountForm(forms.Form):
    """Whose account it is; each kind of account adds its numbers."""

    use_required_attribute = False
    kind: ClassVar[Kind]

    holder = Typed(
        label="Account holder",
        help_text="The name as your bank has it.",
        max_length=HOLDER_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the name of the account holder",
            "max_length": "The name must be 70 characters or fewer. "
            "Yours has %(show_value)d",
        },
    )

    def account(self) -> Account:
        """The account that was typed."""
        told = self.cleaned_data
        bank = told.get("bank", "")
        return Account(str(self.kind), told["holder"], told["number"], bank)


class UkForm(AccountForm):
    """An account in the United Kingdom (Pay.UK)."""

    kind = Kind.UK
    bank = AccountNumber(
        label="Sort code",
        help_text="Six digits, such as 12-34-56.",
        pattern=r"[0-9]{6}",
        wanted="Enter the six digits of the sort code, such as 12-34-56",
    )
    number = AccountNumber(
        label="Account number",
        help_text="Eight digits, or fewer if yours has fewer.",
        pattern=r"[0-9]{6,8}",
        wanted="Enter the account number: six to eight digits",
    )

    def clean_number(self) -> str:
        """The number with noughts in front, as banks send it."""
        return str(self.cleaned_data["number"]).rjust(UK_DIGITS, "0")


class IbanForm(AccountForm):
    """An account by its international number (ISO 13616)."""

    kind = Kind.IBAN
    number = AccountNumber(
        label="IBAN",
        help_text="It begins with two letters for the country.",
        pattern=r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}",
        wanted="Enter the IBAN, such as DE02 1203 0000 0000 2020 51",
    )

    def clean_number(self) -> str:
        """Refuse an IBAN whose check digits or length are wrong."""
        number = str(self.cleaned_data["number"])
        if not _standard("iban").is_valid(number):
            raise ValidationError(
                "There is a slip in this IBAN. Compare it with your bank’s page"
            )
        return number


class UsForm(AccountForm):
    """An account in the United States: its bank by the ABA routing number."""

    kind = Kind.US
    bank = AccountNumber(
        label="Routing number",
        help_text="Nine digits.",
        pattern=r"[0-9]{9}",
        wanted="Enter the nine digits of the routing number",
    )
    number = AccountNumber(
        label="Account number",
        pattern=r"[0-9]{4,17}",
        wanted="Enter the account number: four to seventeen digits",
    )

    def clean_bank(self) -> str:
        """Refuse a routing number whose check digit is wrong."""
        bank = str(self.cleaned_data["bank"])
        if not _standard("us.rtn").is_valid(bank):
            raise ValidationError(
                "There is a slip in this routing number. "
                "Compare it with your bank’s page"
            )
        return bank


class OtherForm(AccountForm):
    """An account of any other country: its bank by the BIC (ISO 9362)."""

    kind = Kind.OTHER
    bank = AccountNumber(
        label="BIC of the bank",
        help_text="Also called SWIFT code: eight or eleven letters and digits.",
        pattern=r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?",
        wanted="Enter the BIC: eight or eleven letters and digits",
    )
    number = AccountNumber(
        label="Account number",
        help_text="With the branch or bank code that your country writes in front.",
        pattern=r"[A-Z0-9]{4,34}",
        wanted="Enter the account number: four letters or digits and more",
    )


FORMS: dict[Kind, type[AccountForm]] = {
    form.kind: form for form in (UkForm, IbanForm, UsForm, OtherForm)
}


def usual(country: str) -> Kind:
    """The kind of account that most customers of a shop in `country` have."""
    return {"GB": Kind.UK, "US": Kind.US}.get(country, Kind.IBAN)
