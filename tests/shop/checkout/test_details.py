"""Step 1: the questions, the rules of each country, and nothing typed is lost."""

import pytest

from orders.addresses import Address
from privacy import purposes
from privacy.purposes import Purpose
from shop.checkout.models import Draft
from tests.shop.customer import DETAILS, text_of


@pytest.fixture
def client(client, pen):
    client.add("pen")
    return client


def typed():
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        return Draft.objects.get().typed


def test_without_a_basket_there_is_no_checkout(other_browser):
    for step in ("details", "delivery", "check"):
        assert other_browser.get(f"/checkout/{step}/")["Location"] == "/basket/"


def test_later_steps_lead_to_the_first_one_that_is_missing(client):
    for step in ("delivery", "check"):
        answer = client.get(f"/checkout/{step}/")
        assert answer.status_code == 303
        assert answer["Location"] == "/checkout/details/"
    client.details()
    assert client.get("/checkout/check/")["Location"] == "/checkout/delivery/"


def test_the_page_names_its_step_and_asks_for_no_account(client):
    page = text_of(client.get("/checkout/details/"))
    assert "<title>Step 1 of 3: Your details – Checkout – Foldwell</title>" in page
    assert "You do not need an account." in page
    assert 'aria-current="step"' in page


def test_looking_at_the_page_makes_neither_a_session_nor_a_draft(client):
    answer = client.get("/checkout/details/")
    assert set(answer.cookies) == {"csrf"}
    assert not Draft.objects.exists()


def test_what_was_typed_is_kept_sealed_and_the_session_holds_only_its_id(client):
    answer = client.details(email=" maya@example.net ", name="Maya   Okafor")
    assert answer["Location"] == "/checkout/delivery/"
    assert typed().email == "maya@example.net"
    assert typed().name == "Maya Okafor"
    assert typed().address == Address(
        "GB", "7 Hawthorn Bank", "", "Edinburgh", "", "EH6 6QZ"
    )
    assert dict(client.session) == {"draft": str(Draft.objects.get().pk)}


def test_the_next_visit_of_the_page_shows_what_was_typed(client):
    client.details()
    page = text_of(client.get("/checkout/details/"))
    for value in ("maya@example.net", "Maya Okafor", "7 Hawthorn Bank", "EH6 6QZ"):
        assert f'value="{value}"' in page


def test_changing_details_keeps_the_same_draft_and_the_choices(client):
    client.fill()
    before = Draft.objects.get()
    client.details(name="Maya N. Okafor")
    assert Draft.objects.get().pk == before.pk
    assert typed().name == "Maya N. Okafor"
    assert typed().delivery == "own"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "", "Enter an email address"),
        ("email", "maya.okafor", "Enter an email address that includes an @"),
        ("email", "maya@", "Enter an email address such as name@example.net"),
        ("email", "a b@example.net", "Enter an email address such as name@example.net"),
        ("email", "m@" + "x" * 260, "Email address must be 254 characters or fewer"),
        ("name", "", "Enter your full name"),
        ("name", "M" * 130, "Full name must be 120 characters or fewer. Yours has 130"),
        ("getting", "", "Choose how you want to get it"),
        ("getting", "fly", "Choose how you want to get it"),
        ("country", "", "Choose a country"),
        ("country", "XX", "Choose a country from the list"),
        ("line1", "", "Enter a street address"),
        ("line1", "x" * 121, "Street address must be 120 characters or fewer"),
        ("city", "", "Enter a town or city"),
        ("postcode", "", "Enter a postcode"),
    ],
)
def test_a_wrong_answer_is_told_and_everything_typed_is_kept(
    client, field, value, sentence
):
    page = client.details(**{field: value})
    assert page.status_code == 200
    form = page.context["form"]
    assert form.errors[field][0].startswith(sentence)
    text = text_of(page)
    assert "<title>Error: Step 1 of 3" in text
    assert text.count(sentence) >= 2
    for name in ("email", "name", "line1", "city", "postcode"):
        kept = value if name == field else DETAILS[name]
        assert form[name].value() == kept
    assert not Draft.objects.exists()


@pytest.mark.parametrize("field", ["name", "line1", "line2", "city", "postcode"])
def test_a_card_number_is_refused_wherever_it_is_typed(client, field):
    page = client.details(**{field: "4111 1111 1111 1111"})
    assert "Leave out what looks like a card number" in text_of(page)
    assert not Draft.objects.exists()


def test_the_second_line_is_open_when_it_has_something_to_say(client):
    assert '<details class="why more"><summary>' in text_of(
        client.get("/checkout/details/")
    )
    page = text_of(client.details(line2="Flat 2", email=""))
    assert '<details class="why more" open>' in page
    page = text_of(client.details(line2="4111111111111111"))
    assert '<details class="why more" open>' in page


def test_a_doubtful_postcode_is_warned_of_once(client):
    first = client.details(postcode="EH6")
    assert "postcode" in first.context["form"].errors
    mark = first.context["form"]["doubted"].value()
    assert client.details(postcode="EH6", doubted=mark).status_code == 303
    assert typed().postcode == "EH6"


def test_another_doubtful_postcode_is_warned_of_again(client):
    first = client.details(postcode="EH6")
    mark = first.context["form"]["doubted"].value()
    assert client.details(postcode="ZZ9", doubted=mark).status_code == 200


def test_a_doubt_that_was_answered_is_not_raised_on_the_next_visit(client):
    mark = client.details(postcode="EH6").context["form"]["doubted"].value()
    client.details(postcode="EH6", doubted=mark)
    again = client.get("/checkout/details/").context["form"]["doubted"].value()
    assert client.details(postcode="EH6", doubted=again).status_code == 303


def test_the_country_decides_the_fields(client):
    page = client.details(country="US", update="fields", name="Mäya")
    form = page.context["form"]
    assert [field.name for field in form.address_fields] == [
        "line1",
        "line2",
        "city",
        "region",
        "postcode",
    ]
    assert form["region"].label == "State"
    assert form["postcode"].label == "ZIP code"
    assert not form.errors
    assert form["name"].value() == "Mäya"
    assert form["line1"].value() == "7 Hawthorn Bank"
    assert "Error:" not in text_of(page)


def test_return_in_a_field_is_the_continue_button_while_the_country_stays(client):
    # The first button of the form is what Return presses, and it is "Update".
    assert client.details(update="fields")["Location"] == "/checkout/delivery/"


def test_continue_with_another_country_asks_for_what_it_needs(client):
    page = client.details(country="US")
    assert page.context["form"].errors["region"] == ["Choose a state"]


def test_a_region_is_kept_by_its_key(client):
    client.details(country="US", city="Ojai", region="CA", postcode="93023")
    assert typed().region == "CA"


def test_whoever_collects_gives_no_address(client):
    answer = client.details(getting="collect", email="maya@example.net")
    assert answer["Location"] == "/checkout/delivery/"
    assert typed().collects
    assert typed().address is None
    assert (typed().country, typed().line1, typed().postcode) == ("", "", "")


def test_a_wrong_address_is_no_error_for_whoever_collects(client):
    answer = client.details(
        getting="collect", country="XX", line1="4111 1111 1111 1111", postcode=""
    )
    assert answer["Location"] == "/checkout/delivery/"
    assert typed().line1 == ""


@pytest.mark.parametrize(
    "name", ["Maya\0 Okafor", "\u202eMaya Okafor", "Maya\u0007 Okafor", "Maya\t Okafor"]
)
def test_signs_that_nobody_can_see_are_left_out(client, name):
    client.details(name=name)
    assert typed().name == "Maya Okafor"


def test_a_session_that_ended_is_told_and_the_basket_stays(client):
    client.details()
    Draft.objects.update(expires_at="2020-01-01T00:00Z")
    answer = client.get("/checkout/delivery/")
    assert answer["Location"] == "/checkout/details/?ended=1"
    page = text_of(client.get(answer["Location"]))
    assert "What you typed is no longer here" in page
    assert "Shore fountain pen" in page
    client.details()
    assert Draft.objects.standing(at="2026-01-01T00:00Z").count() == 1


def test_an_account_fills_in_what_it_knows(client, alice):
    client.force_login(alice)
    form = client.get("/checkout/details/").context["form"]
    assert form["email"].value() == "alice@example.net"
    assert form["name"].value() == "Alice Ashdown"


def test_the_box_tells_dates_from_the_declarations(client, monkeypatch, at):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    page = text_of(client.get("/checkout/details/"))
    # Sunday 22 November: leaves on Monday, is there on Thursday at the latest.
    assert "erased on 26 November 2028" in page
    assert "kept until 26 November 2032 for tax" in page
