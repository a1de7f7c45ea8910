"""What a customer does with mouse and keyboard, in the words of the pages."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.phone import Phone


class Customer:
    """Somebody in front of one browser window."""

    def __init__(self, page, shop, *, script=True):
        self.page, self.shop, self.script = page, shop, script
        self.look = lambda where: None

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
        """Fill in the staff sign-in page, which is open, and show the phone."""
        self.types_password(email, password)
        if email in self.shop.phones:
            self.sees("Your password is right")
            self.look("second step")
            self.field("Code").fill(self.shop.phones[email].code())
            self.button("Use this code").click()
        else:
            self.shop.phones[email] = self.sets_up_phone()
        self.stands_at("/staff/")
        self.sees("Sign out")

    def types_password(self, email, password):
        self.page.locator("#id_username").fill(email)
        self.page.locator("#id_password").fill(password)
        self.page.keyboard.press("Enter")

    def sets_up_phone(self):
        """Set up an authenticator app on the page that offers it."""
        self.sees("Set up your second factor")
        self.look("choice of factors")
        self.button("Set up an app").click()
        phone = Phone(self.page.locator("#seed").inner_text())
        self.look("app to set up")
        self.field("Code").fill(phone.code())
        self.button("Set up this app").click()
        self.sees("Your recovery codes")
        self.look("recovery codes")
        phone.codes = self.page.locator(".codes code").all_inner_texts()
        self.link("I have kept them: go on").click()
        return phone

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
