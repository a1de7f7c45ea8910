"""The forms of the Contact page: one for each kind of demand, asking little."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from orders import countries, terms
from orders.conversation.forms import Message
from privacy.cases.case import Demand
from privacy.cases.states import Kind
from shop.checkout import fields as typed
from shop.contact import stamp
from shop.contact.correcting import CorrectFields
from shop.contact.fields import PastDay
from shop.contact.subjects import SUBJECTS

TRAP = "A field that people can’t see was filled in. Nothing is lost: send it again"


class ChoiceForm(forms.Form):
    """What it is about."""

    use_required_attribute = False

    about = forms.ChoiceField(
        label="What is this about?",
        choices=[(key, each.choice) for key, each in SUBJECTS.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what this is about",
            "invalid_choice": "Choose what this is about",
        },
    )


class ContactForm(forms.Form):
    """What every page asks: where the answer goes. Made and read at `at`."""

    use_required_attribute = False
    ASKED: ClassVar[tuple[str, ...]] = ("email",)

    email = typed.Email(
        label="Email address",
        help_text="The one you use with us. Our answer goes there and nowhere else.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Nobody sees this one; programs fill it in.
    website = forms.CharField(required=False)
    stamp = forms.CharField(required=False)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        """Lay the form out; `at` is now."""
        super().__init__(*args, **kwargs)
        self.at = at

    @property
    def asked(self) -> list[forms.BoundField]:
        """The questions in their order, for the page."""
        return [self[name] for name in self.ASKED]

    @property
    def next_stamp(self) -> str:
        """The stamp to send back: the one that came, unless it is too old."""
        came = str(self.data.get("stamp", ""))
        old = stamp.trouble(came, at=self.at) == stamp.TOO_LATE
        return stamp.new(at=self.at) if old else came

    @property
    def lives(self) -> str:
        """The country whose law sets the clock; "" for the shop's own."""
        return str(self.cleaned_data.get("lives_in", ""))

    def clean(self) -> dict[str, Any]:
        """Ask for the form once more where a program seems to have sent it."""
        cleaned = super().clean() or {}
        trouble = stamp.trouble(cleaned.get("stamp", ""), at=self.at)
        if self.data.get("website"):
            self.add_error(None, TRAP)
        elif trouble:
            self.add_error(None, trouble)
        return cleaned

    def demand(self) -> Demand:
        """What the case will hold, besides the address."""
        return Demand(words=self.cleaned_data.get("words", ""))


class QuestionForm(ContactForm):
    """A message in their own words."""

    ASKED: ClassVar[tuple[str, ...]] = ("email", "words")

    email = typed.Email(
        label="Email address",
        help_text="Our answer goes there.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    words = Message(
        label="Your question",
        help_text="If it is about an order, tell us its number. "
        "Up to 2,000 characters.",
        error_messages={"required": "Write your question"},
    )


class DemandForm(ContactForm):
    """A demand about somebody's own data: the law of their country sets the clock."""

    ASKED: ClassVar[tuple[str, ...]] = ("email", "lives_in")

    lives_in = forms.ChoiceField(
        label="Where do you live?",
        help_text="The law there decides by when we must answer.",
        widget=typed.LongSelect(attrs={"autocomplete": "country"}),
        error_messages={
            "required": "Choose a country",
            "invalid_choice": "Choose a country from the list",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every country, our own at first."""
        super().__init__(*args, **kwargs)
        every = countries.listed(tuple(countries.NAMES))
        lives_in = self.fields["lives_in"]
        lives_in.choices = typed.Pairs(every)  # type: ignore[attr-defined] # a select
        self.initial.setdefault("lives_in", terms.home())


class CorrectForm(CorrectFields, DemandForm):
    """New values for old ones; whatever stays empty stays as it is."""

    ASKED: ClassVar[tuple[str, ...]] = ("email", "lives_in")


class ClearForm(DemandForm):
    """What should go, in words or by its date."""

    ASKED: ClassVar[tuple[str, ...]] = ("email", "words", "before", "lives_in")

    words = Message(
        required=False,
        label="What should go?",
        help_text="Order numbers, letters, addresses. Up to 2,000 characters.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the days up to today."""
        super().__init__(*args, **kwargs)
        self.fields["before"] = PastDay(
            required=False,
            today=timezone.localdate(self.at),
            label="Everything before this day",
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a demand that names nothing."""
        cleaned = super().clean()
        named = cleaned.get("words") or cleaned.get("before")
        if not (named or {"words", "before"} & self.errors.keys()):
            self.add_error("words", "Choose what you want us to erase")
        return cleaned

    def demand(self) -> Demand:
        """The words and the day."""
        before = self.cleaned_data.get("before")
        day = before.isoformat() if before else ""
        return Demand(words=self.cleaned_data["words"], before=day)


class ObjectForm(DemandForm):
    """What they object to, if they want to say."""

    ASKED: ClassVar[tuple[str, ...]] = ("email", "words", "lives_in")

    words = Message(
        required=False,
        label="What do you object to?",
        help_text="Leave it empty if withdrawing every consent is enough. "
        "What you write, a person reads and answers. Up to 2,000 characters.",
    )


FORMS: dict[Kind, type[ContactForm]] = {
    Kind.QUESTION: QuestionForm,
    Kind.SEE: DemandForm,
    Kind.COPY: DemandForm,
    Kind.CORRECT: CorrectForm,
    Kind.CLEAR: ClearForm,
    Kind.ERASE: DemandForm,
    Kind.OBJECT: ObjectForm,
}
