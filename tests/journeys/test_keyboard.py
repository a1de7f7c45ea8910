"""A whole order by keyboard alone, from the shelf to the order page."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser
MOST_TABS = 60
ANSWERS = {
    "Email address": "keys@example.net",
    "Full name": "Kay Keys",
    "Street address": "7 Hawthorn Bank",
    "Town or city": "Edinburgh",
    "Postcode": "EH6 6QZ",
}
FOCUSED = """() => {
  const it = document.activeElement;
  const label = it.labels?.[0]?.innerText ?? it.innerText ?? "";
  return `${it.tagName} ${it.type ?? ""} ${label.trim()}`;
}"""


class Typist:
    """Somebody who never touches the mouse."""

    def __init__(self, customer):
        self.customer, self.page = customer, customer.page

    def goes_to(self, pattern):
        """Press Tab until what has the focus fits the pattern."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            told = self.page.evaluate(FOCUSED)
            if re.search(pattern, told):
                return
        raise AssertionError(f"Tab never came to {pattern}")

    def presses(self, pattern, key="Enter"):
        self.goes_to(pattern)
        self.page.keyboard.press(key)

    def types(self, answers):
        for pattern, text in answers.items():
            self.goes_to(pattern)
            self.page.keyboard.type(text)

    def picks(self, words):
        """Go to the next group of radio buttons and choose by the words beside one."""
        self.goes_to("INPUT radio")
        for _ in range(MOST_TABS):
            if words in self.page.evaluate(FOCUSED):
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"No arrow came to {words}")


def test_a_whole_order_by_keyboard(visit):
    guest = visit()
    typist = Typist(guest)
    guest.page.goto("/products/night-post-envelopes/")
    typist.presses("BUTTON submit Add to basket")
    guest.sees(re.compile("[Aa]dded"))
    guest.page.goto("/basket/")
    typist.presses("A  Go to checkout")
    guest.stands_at("/checkout/details/")
    typist.types(ANSWERS)
    typist.presses("Continue to delivery")
    guest.stands_at("/checkout/delivery/")
    typist.picks("Our own van")
    typist.picks("Bank transfer")
    typist.presses("Continue to check")
    guest.stands_at("/checkout/check/")
    typist.presses("Place order")
    guest.stands_at("/orders/[^/]+/")
    guest.sees("Thank you")


def test_the_first_tab_leads_past_the_header(visit):
    guest = visit()
    guest.page.goto("/")
    guest.page.keyboard.press("Tab")
    assert "Skip to main content" in guest.page.evaluate(FOCUSED)
    guest.page.keyboard.press("Enter")
    assert guest.page.evaluate("document.activeElement.id") == "main"
