"""Every field for free text is screened, on the site and at the desk."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

import orders
import privacy
import shop
from orders import countries
from privacy import screening
from shop.accounts.forms import ChangeForm, Password
from shop.checkout.forms import DeliveryForm, DetailsForm
from shop.contact.correcting import CorrectFields
from shop.contact.forms import ContactForm
from shop.your_data.forms import PartForm

CARD = "4111 1111 1111 1111"
# What nobody writes words into, or nothing keeps: each with its reason.
NO_FREE_TEXT = {
    "DetailsForm.doubted": "a mark of ours, compared and forgotten",
    "AddressForm.doubted": "a mark of ours, compared and forgotten",
    "TrackingForm.tracking": "the carrier's number: it may be as long as a card's",
    "ContactForm.website": "a trap for programs, never kept",
    "QuantitiesForm.form_id": "a number of ours: a form sent twice counts once",
    "ContactForm.stamp": "a stamp of ours, compared and forgotten",
    "PartForm.kept": "ids of records, each compared with what is offered",
    "ShownForm.shown": "the digest of a plan, compared and forgotten",
    "ApproveForm.reference": "compared with the reference of the case",
    "MessageForm.form": "a number of ours: a form that is sent twice says it once",
    "AskForm.once": "a number of ours: a form that is sent twice asks once",
    "AskForm.public_key": "a key of age, refused when it is none",
    "CodeForm.factor_code": "compared and forgotten",
    "ConfirmForm.code": "compared and forgotten",
    "Sure.email": "compared with the address of whose rights change",
    "StaffSignInForm.username": "looked up and forgotten",
    "StaffSignInForm.password": "compared and forgotten",
    "OpenForm.key": "a number of ours: a form that is sent twice opens one refund",
    "OpenForm.off": "an amount of money, read as a number",
    "HoldForm.number": "the number of an order or a case, looked up",
    "RuleChangeForm.value": "a rule of law, about nobody",
    "RuleChangeForm.source": "where a rule of law stands, about nobody",
}


def every_form():
    """Return the form classes of all three floors that hold fields of their own."""
    for package in (privacy, orders, shop):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not {"migrations", "management", "wsgi"} & set(module.name.split(".")):
                import_module(module.name)
    return sorted(_below(forms.BaseForm), key=lambda form: form.__qualname__)


def _below(form):
    ours = form.__module__.split(".")[0] in {"privacy", "orders", "shop"}
    found = {form} if ours else set()
    return found.union(*(_below(each) for each in form.__subclasses__()))


def unscreened(form_class, fields=None):
    """Return the names of the form's fields that take free text and let a card in."""
    return [
        name
        for name, field in (fields or form_class.base_fields).items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, Password)
        and not excepted(form_class, name)
        and not refuses(field)
    ]


def excepted(form_class, name):
    """Return whether the field, or the one it is inherited from, has its reason."""
    return any(f"{each.__name__}.{name}" in NO_FREE_TEXT for each in form_class.__mro__)


def refuses(field):
    """Return whether the field refuses a card because of what it is."""
    try:
        field.clean(CARD)
    except ValidationError as refused:
        return any(error.code == screening.CODE for error in refused.error_list)
    return False


@pytest.mark.parametrize("form_class", every_form(), ids=lambda form: form.__name__)
def test_every_field_for_free_text_is_screened(form_class):
    assert unscreened(form_class) == []


def test_the_walk_reaches_every_part_of_the_site():
    names = {form.__name__ for form in every_form()}
    assert {
        "DetailsForm",
        "QuestionForm",
        "NameForm",
        "RefuseForm",
        "SignInForm",
    } < names


def test_a_field_that_is_not_screened_is_found():
    class Careless(forms.Form):
        note = forms.CharField(max_length=200)
        kept = forms.CharField(validators=[screening.refuse])
        many = forms.IntegerField()

    assert unscreened(Careless) == ["note"]


def test_a_reason_is_given_for_fields_that_are_there():
    known = {
        f"{form.__name__}.{name}" for form in every_form() for name in form.base_fields
    }
    assert set(NO_FREE_TEXT) <= known


def test_the_parts_of_an_address_are_screened_in_every_country():
    for country in countries.NAMES:
        for form in (
            DetailsForm({"country": country}),
            CorrectFields({"country": country}),
        ):
            assert {"line1", "city"} & set(form.fields)
            assert unscreened(type(form), form.fields) == []


def test_no_form_adds_a_field_that_the_walk_does_not_see(alice):
    at = timezone.now()
    contact = [form(at=at) for form in every_form() if issubclass(form, ContactForm)]
    made = [
        *contact,
        DeliveryForm(offered=[], payments=[]),
        ChangeForm(person=alice),
        PartForm(offered=[], today=at.date()),
    ]
    for form in made:
        assert unscreened(type(form), form.fields) == []
