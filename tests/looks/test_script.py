"""What the script does, in a real browser; all of it also works without."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from shop.catalogue.models import Variant

SCRIPT = Path(__file__).resolve().parents[2] / "static" / "js" / "foldwell.js"
SINKS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function"
)


def open_details(page):
    """Put a pen into the basket and open the first page of the checkout."""
    page.goto("/products/shore-fountain-pen/")
    page.get_by_role("button", name="Add to basket").click()
    page.get_by_text("View basket").wait_for()
    page.goto("/basket/")
    page.get_by_role("link", name="Go to checkout").click()
    page.locator("#id_email").wait_for()


def test_the_script_weighs_at_most_four_kilobytes_compressed():
    assert len(gzip.compress(SCRIPT.read_bytes(), 9)) <= 4096


def test_the_script_makes_no_markup_from_text():
    assert not SINKS.search(SCRIPT.read_text("utf-8"))


def test_the_search_for_markup_from_text_finds_it():
    assert SINKS.search("element.innerHTML = name;")


@pytest.mark.browser
def test_adding_to_the_basket_stays_on_the_page_and_counts(page):
    page.goto("/products/sealing-wax/")

    for count in ("1", "2"):
        page.get_by_role("button", name="Add to basket").click()
        page.locator(".acts .count", has_text=count).wait_for()

    assert page.url.endswith("/products/sealing-wax/")
    assert "Basket has 2 items." in page.locator("[role=status]").inner_text()
    assert page.get_by_role("button", name="Add to basket").is_visible()


@pytest.mark.browser
def test_what_cannot_be_added_is_said_on_the_spot(page):
    page.goto("/products/sealing-wax/")
    Variant.objects.filter(product__slug="sealing-wax").update(stock=0)

    page.get_by_role("button", name="Add to basket").click()

    page.locator("[role=status]", has_text="Sealing wax is sold out.").wait_for()
    assert page.locator(".acts .count").count() == 0


@pytest.mark.browser
def test_the_summary_has_the_focus_and_errors_go_as_they_are_mended(page):
    open_details(page)
    page.get_by_label("Email address").fill("maya.example")
    page.get_by_role("button", name="Continue to delivery").click()
    page.locator(".errors:focus").wait_for()
    before = page.locator(".errors li").count()

    page.get_by_label("Email address").fill("maya@example")
    assert page.locator(".errors li").count() == before
    page.get_by_label("Email address").fill("maya@example.net")
    assert page.locator(".errors li").count() == before - 1
    assert page.locator("#id_email[aria-invalid]").count() == 0
    assert page.locator("#id_email").get_attribute("aria-describedby") == (
        "id_email_helptext"
    )

    for name in ("name", "line1", "city", "postcode"):
        page.locator(f"#id_{name}").fill("EH6 6QZ")
    assert page.locator(".errors").count() == 0


@pytest.mark.browser
def test_a_link_of_the_summary_leads_to_its_field(page):
    open_details(page)
    page.get_by_role("button", name="Continue to delivery").click()

    page.locator(".errors a").first.click()

    page.locator("#id_email:focus").wait_for()


@pytest.mark.browser
def test_the_country_changes_the_address_fields_and_keeps_what_was_typed(page):
    open_details(page)
    page.get_by_label("Full name").fill("Maya Okafor")

    page.get_by_label("Country").select_option("US")

    page.get_by_label("ZIP code").wait_for()
    assert page.get_by_label("Full name").input_value() == "Maya Okafor"
    assert page.locator("#id_country:focus").count() == 1


@pytest.mark.browser
def test_a_country_that_gets_no_answer_loses_nothing(page):
    open_details(page)
    page.get_by_label("Full name").fill("Maya Okafor")
    page.route("**/checkout/**", lambda route: route.abort())

    with page.expect_event("requestfailed"):
        page.get_by_label("Country").select_option("US")

    assert page.get_by_label("Full name").input_value() == "Maya Okafor"
    assert page.get_by_role("button", name="Update address fields").is_visible()


@pytest.mark.browser
def test_a_form_that_is_pressed_twice_is_sent_once(page):
    open_details(page)
    sent = []
    page.on(
        "request", lambda each: sent.append(each.url) if each.method == "POST" else 0
    )

    page.get_by_role("button", name="Continue to delivery").dblclick()
    page.locator(".errors").wait_for()

    assert len(sent) == 1


@pytest.mark.browser
def test_a_button_says_that_it_is_sending_and_is_never_disabled(page):
    open_details(page)
    # The page stays, as it does while an answer is slow.
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")
    button = page.locator("main form button.btn:not(.small)")

    button.click()

    page.get_by_role("button", name="Sending…").wait_for()
    assert button.get_attribute("aria-disabled") == "true"
    assert button.get_attribute("disabled") is None


@pytest.mark.browser
def test_a_password_can_be_shown_and_hidden(page):
    page.goto("/accounts/sign-in/")
    field = page.locator("#id_password")

    page.get_by_role("button", name="Show password").click()
    assert field.get_attribute("type") == "text"

    page.get_by_role("button", name="Hide password").click()
    assert field.get_attribute("type") == "password"
