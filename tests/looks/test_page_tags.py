"""Icons, money, dates and fields come out as the pages need them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.base import TextNode

from shop import icons


def rendered(source, **context):
    return Template("{% load page %}" + source).render(Context(context))


class Details(forms.Form):
    email = forms.EmailField(
        label="Email address",
        help_text="For your receipt.",
        error_messages={"required": "Enter an email address"},
    )
    line2 = forms.CharField(label="Flat or floor", required=False)
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    way = forms.ChoiceField(
        label="Delivery",
        widget=forms.RadioSelect,
        choices=[("own", "Our own van"), ("pickup", "Fetch it")],
        error_messages={"required": "Choose how we should deliver"},
    )
    sure = forms.BooleanField(
        label="Hand my address over", error_messages={"required": "Tick the box"}
    )


class Tags(HTMLParser):
    """Collects the tags of a piece of HTML with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def first(self, tag):
        return next(attrs for found, attrs in self.found if found == tag)


def test_an_icon_is_plain_text_once_the_template_is_compiled():
    nodes = Template('{% load page %}{% icon "basket" %}').nodelist

    assert type(nodes[-1]) is TextNode
    assert nodes[-1].s == icons.drawn("basket")


def test_an_icon_takes_its_size():
    assert 'width="22" height="22"' in rendered('{% icon "basket" 22 %}')


def test_an_icon_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in rendered('{% icon "basket" %}')


def test_an_unknown_icon_stops_the_template_from_compiling():
    with pytest.raises(TemplateSyntaxError, match="unicorn"):
        rendered('{% icon "unicorn" %}')


@pytest.mark.parametrize("name", icons.STROKES)
def test_no_icon_carries_a_style_or_a_script(name):
    assert not {"style", "script"} & {tag for tag, _ in Tags(icons.drawn(name)).found}
    assert "style=" not in icons.drawn(name)


def test_the_logo_is_plain_text_too():
    assert type(Template("{% load page %}{% logo %}").nodelist[-1]) is TextNode


@pytest.mark.parametrize(
    ("amount", "shown"), [(Decimal(950), "£9.50"), (Decimal(0), "£0.00"), (None, "")]
)
def test_an_amount_is_shown_in_the_shops_currency(amount, shown):
    assert rendered("{{ amount|money }}", amount=amount) == shown


def test_an_amount_is_shown_in_the_currency_that_is_named():
    assert rendered('{{ amount|money:"EUR" }}', amount=Decimal(950)) == "€9.50"


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (date(2028, 11, 29), "29 November 2028"),
        (datetime(2028, 6, 30, 23, 30, tzinfo=UTC), "1 July 2028"),
        (None, ""),
    ],
    ids=["a date", "a moment that is tomorrow already where the shop is", "nothing"],
)
def test_a_date_is_written_out(moment, shown):
    assert rendered("{{ moment|day }}", moment=moment) == shown


def test_a_field_has_label_hint_and_input_in_this_order():
    html = rendered("{% field form.email %}", form=Details())

    assert html.index("<label") < html.index("For your receipt.") < html.index("<input")
    assert Tags(html).first("label")["for"] == "id_email"


def test_an_email_field_tells_the_browser_what_it_is():
    attrs = Tags(rendered("{% field form.email %}", form=Details())).first("input")

    assert attrs["type"] == "email"
    assert attrs["autocomplete"] == "email"
    assert attrs["inputmode"] == "email"
    assert attrs["spellcheck"] == "false"


def test_a_widget_that_names_its_own_autofill_keeps_it():
    attrs = Tags(rendered("{% field form.password %}", form=Details())).first("input")

    assert attrs["autocomplete"] == "new-password"


def test_an_optional_field_says_so_in_its_label():
    assert "Flat or floor (optional)" in rendered(
        "{% field form.line2 %}", form=Details()
    )


def test_an_optional_field_can_keep_quiet():
    html = rendered("{% field form.line2 plain=True %}", form=Details())

    assert "(optional)" not in html


def test_a_field_has_the_width_of_its_answer():
    assert "w10" in rendered("{% field form.line2 10 %}", form=Details())


@pytest.mark.parametrize("field", ["email", "way", "sure"])
def test_an_error_stands_by_its_field_in_the_words_of_the_summary(field):
    form = Details({})
    words = form.errors[field][0]

    html = rendered(f"{{% field form.{field} %}}", form=form)
    summary = rendered('{% include "parts/errors.html" %}', form=form)

    assert words in html
    assert f">{words}</a>" in summary


def test_an_input_in_error_is_marked_and_points_at_hint_and_error():
    attrs = Tags(rendered("{% field form.email %}", form=Details({}))).first("input")

    assert attrs["aria-invalid"] == "true"
    assert attrs["aria-describedby"] == "id_email_helptext id_email_error"


def test_every_error_of_the_summary_leads_to_an_input_that_exists():
    form = Details({})
    page = Tags(
        rendered(
            '{% include "parts/errors.html" %}'
            "{% for each in form %}{% field each %}{% endfor %}",
            form=form,
        )
    ).found
    ids = {attrs["id"] for tag, attrs in page if tag == "input"}

    assert {attrs["href"][1:] for tag, attrs in page if tag == "a"} <= ids
    assert sum(tag == "a" for tag, _ in page) == len(form.errors)


def test_the_summary_is_an_alert_that_can_take_the_focus():
    attrs = Tags(rendered('{% include "parts/errors.html" %}', form=Details({}))).first(
        "div"
    )

    assert (attrs["role"], attrs["tabindex"]) == ("alert", "-1")


def test_a_form_without_errors_has_no_summary():
    html = rendered('{% include "parts/errors.html" %}', form=Details())

    assert html.strip() == ""


def test_an_error_of_the_whole_form_stands_in_the_summary():
    form = Details({})
    form.add_error(None, "The email or password is not right.")

    html = rendered('{% include "parts/errors.html" %}', form=form)

    assert "<li>The email or password is not right.</li>" in html


def test_radios_are_choice_cards_under_a_legend_with_none_chosen():
    html = rendered("{% field form.way %}", form=Details())

    assert "<legend>Delivery</legend>" in html
    assert html.count('class="choice"') == 2
    assert "checked" not in html


def test_what_was_typed_is_escaped():
    html = rendered("{% field form.email %}", form=Details({"email": '"><script>'}))

    assert "<script>" not in html
    assert '"&quot;&gt;' in html
