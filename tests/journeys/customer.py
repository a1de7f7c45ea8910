"""What a customer does with mouse and keyboard, in the words of the pages."""

from __future__ import annotations

import re

from playwright.sync_api import expect


class Customer:
    """Somebody in front of one browser window."""

    def __init__(self, page, shop, *, script=True):
        self.page, self.shop, self.script = page, shop, script

    def button(self, name):
        return self.page.get_by_role("button", name=name)

    def link(self, name):
        return self.page.get_by_role("link", name=name)

    def field(self, name):
        return self.page.get_by_label(name, exact=True)

    def sees(self, text):
        """Fail unless the text stands on the page, or comes to."""
        expect(self.page.locator("body")).to_contain_text(text)

    def stands_at(self, path):
        """Fail unless the address comes to end with `path`, a pattern."""
        expect(self.page).to_have_url(re.compile(path + r"([?#].*)?$"))

    def fills_basket(self, product="Night Post envelopes"):
        """Go from the front page to a product and put it into the basket."""
        self.page.goto("/")
        self.page.goto("/departments/envelopes/")
        self.link(product).first.click()
        self.button("Add to basket").click()
        self.sees(re.compile("[Aa]dded"))

    def goes_to_checkout(self):
        self.page.goto("/basket/")
        self.link("Go to checkout").click()
        self.stands_at("/checkout/details/")

    def tells_details(self, email, name="Maya Okafor"):
        """Answer the first page and go on."""
        self.field("Email address").fill(email)
        self.field("Full name").fill(name)
        self.field("Street address").fill("7 Hawthorn Bank")
        self.page.get_by_label("Town or city").fill("Edinburgh")
        self.field("Postcode").fill("EH6 6QZ")
        self.button("Continue to delivery").click()
        self.stands_at("/checkout/delivery/")

    def chooses(self, delivery, payment):
        """Choose by the words beside the buttons, and go on."""
        self.page.get_by_label(delivery).check()
        self.page.get_by_label(payment).check()
        self.button("Continue to check").click()
        self.stands_at("/checkout/check/")

    def orders(self):
        """Press the last button; return the order's number."""
        self.page.get_by_role("button", name=re.compile("^Place order")).click()
        self.stands_at("/orders/[^/]+/")
        self.sees("Thank you")
        heading = self.page.locator("h1").inner_text()
        return re.search(r"FW-\w+", heading)[0]

    def buys(self, email, *, delivery="Our own van", payment="Bank transfer"):
        """Do all of it; return the order's number."""
        self.fills_basket()
        self.goes_to_checkout()
        self.tells_details(email)
        self.chooses(delivery, payment)
        return self.orders()

    def signs_in_as_staff(self, email, password):
        """Fill in the staff sign-in page, which is open."""
        self.page.locator("#id_username").fill(email)
        self.page.locator("#id_password").fill(password)
        self.page.keyboard.press("Enter")
        self.sees(re.compile("[Ll]og out|[Ss]ign out"))

    def got_letters(self, email, count):
        """Wait until so many letters have gone to the address."""
        sent = email.encode()
        self.shop.waits_for(
            lambda: sum(sent in raw for raw in self.shop.letters()) >= count
        )

    def letter_link(self, email, pattern):
        """Return the path in the newest letter to `email` that fits the pattern."""
        found = []

        def arrived():
            found[:] = [
                link[0]
                for raw in self.shop.letters()
                if email.encode() in raw
                and (link := re.search(pattern, raw.replace(b"=\n", b"").decode()))
            ]
            return found

        self.shop.waits_for(arrived)
        return found[-1]
