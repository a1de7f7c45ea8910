"""The small forms of a case's page: a code, facts of an order, an answer."""

from __future__ import annotations

from django import forms

from orders.conversation.forms import Message
from shop.checkout.fields import Typed

LONGEST = 200


class CodeForm(forms.Form):
    """The six digits of our letter."""

    use_required_attribute = False

    code = Typed(
        label="Code",
        help_text="Six digits, from the letter that we sent to the address on record.",
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Enter the code from our letter",
            "max_length": "The code has six digits",
        },
    )


class FactsForm(forms.Form):
    """The number of an order, and one thing that its buyer knows."""

    use_required_attribute = False

    number = Typed(
        label="Order number",
        help_text="It stands in every letter about the order.",
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        error_messages={
            "required": "Enter the number of an order",
            "max_length": "Order number must be 200 characters or fewer",
        },
    )
    said = Typed(
        label="Its total, its postcode, or one thing in it",
        help_text="One of the three is enough.",
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        error_messages={
            "required": "Enter the total, the postcode, or one thing in the order",
            "max_length": "Answer must be 200 characters or fewer",
        },
    )


class ReplyForm(forms.Form):
    """The answer to what we asked."""

    use_required_attribute = False

    words = Message(
        label="Your answer",
        help_text="Up to 2,000 characters.",
        error_messages={"required": "Write your answer"},
    )
