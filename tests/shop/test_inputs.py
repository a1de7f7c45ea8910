"""Inputs are written without templates, and exactly as Django's templates would."""

import pytest
from django import forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils.safestring import mark_safe

from shop.inputs import InputsWithoutTemplates

ODD = "\"'<b>&amp;\u202e"


class Everything(forms.Form):
    line = forms.CharField(max_length=20, initial=ODD)
    email = forms.EmailField(required=False)
    number = forms.IntegerField(min_value=1, initial=1234)
    secret = forms.CharField(widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput, initial=0)
    agreed = forms.BooleanField(initial=True)
    one = forms.ChoiceField(
        choices=[("a", ODD), ("b", "B")], widget=forms.RadioSelect, initial="b"
    )
    several = forms.MultipleChoiceField(
        choices=[("a", ODD), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )
    long = forms.CharField(widget=forms.Textarea, initial=ODD)
    attrs = forms.CharField(
        widget=forms.TextInput(
            {"data-on": True, "data-off": False, "data-odd": ODD}
            | {"data-safe": mark_safe("a&amp;b"), "size": 1000}
        )
    )


def written(renderer):
    form = Everything(renderer=renderer)
    options = [option.tag() for name in ("one", "several") for option in form[name]]
    return [str(field) for field in form] + options


def test_inputs_are_written_as_django_would():
    assert written(InputsWithoutTemplates()) == written(DjangoTemplates())


@pytest.mark.parametrize("data", [{}, {"line": ODD, "one": "nothing of ours"}])
def test_inputs_with_errors_are_written_as_django_would(data):
    ours = Everything(data, renderer=InputsWithoutTemplates())
    theirs = Everything(data, renderer=DjangoTemplates())
    assert str(ours) == str(theirs)


def test_the_shop_writes_its_inputs_so():
    assert settings.FORM_RENDERER == "shop.inputs.InputsWithoutTemplates"
    assert isinstance(get_default_renderer(), InputsWithoutTemplates)


def test_no_template_is_rendered_for_a_plain_input(monkeypatch):
    def refuse(*_):
        raise AssertionError("A template was asked for.")

    monkeypatch.setattr(InputsWithoutTemplates, "get_template", refuse)
    form = Everything(renderer=InputsWithoutTemplates())
    assert 'type="email"' in str(form["email"])
    with pytest.raises(AssertionError):
        str(form["long"])
