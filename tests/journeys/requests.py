"""What customers and staff do about a request, in the words of the pages."""

from __future__ import annotations

import re

TOO_SOON = 2.2  # seconds: forms that come back faster are a program's
OLD = "performance.now() - performance.getEntriesByType('navigation')[0].responseStart"
REFERENCE = re.compile(r"R-[0-9A-Z]+")
STEPS = ("paid", "packed", "handed over", "delivered")


def waits_as_people_do(page):
    """Wait until the form of this page is old enough to come from a person."""
    page.wait_for_timeout(max(TOO_SOON - page.evaluate(OLD) / 1000, 0) * 1000)


class Asker:
    """Somebody who asks for something on the Contact page; `look` looks at pages."""

    def __init__(self, customer, email, look):
        self.customer, self.page, self.email = customer, customer.page, email
        self.look = look
        self.reference = ""

    def cookies(self):
        return {each["name"] for each in self.page.context.cookies()}

    def chooses(self, words):
        """Choose what it is about."""
        self.page.goto("/contact/")
        self.look(self.customer)
        self.page.get_by_label(words).check()
        self.customer.button("Continue").click()

    def sends(self, button):
        """Say who asks, and send it not faster than people type."""
        self.customer.field("Email address").fill(self.email)
        self.look(self.customer)
        waits_as_people_do(self.page)
        self.customer.button(button).click()
        self.customer.stands_at(r"/cases/[\w-]+/")
        self.reference = REFERENCE.search(self.page.locator("main").inner_text())[0]

    def opens_the_letter(self):
        """Follow the link of the newest letter about a request."""
        self.page.goto(self.customer.letter_link(self.email, r"/cases/[\w-]+/"))
        self.customer.sees(self.reference)

    def types_the_code(self):
        code = self.customer.letter_link(self.email, r"Your code is \d{6}")[-6:]
        self.page.reload()
        self.customer.sees("Enter the code from the letter")
        self.customer.field("Code").fill("12 34")
        self.customer.button("Check the code").click()
        self.customer.sees("You can try")
        self.look(self.customer)
        self.customer.field("Code").fill(code)
        self.customer.button("Check the code").click()

    def tells_facts(self, number, said="eh6 6qz"):
        self.customer.sees("Tell us something about one of your orders")
        self.look(self.customer)
        self.customer.field("Order number").fill(number)
        fact = self.customer.field("Its total, its postcode, or one thing in it")
        fact.fill(said)
        self.customer.button("Send this").click()

    def comes_to_see(self, text, *, reloads=80):
        """Load the page again until the worker has done what the text says."""
        for _ in range(reloads):
            if text in self.page.locator("main").inner_text():
                break
            self.page.wait_for_timeout(250)
            self.page.reload()
        self.customer.sees(text)


class Desk:
    """Somebody of the staff, signed in."""

    def __init__(self, customer, login, look):
        self.customer, self.page, self.look = customer, customer.page, look
        self.page.goto("/staff/")
        customer.signs_in_as_staff(*login)

    def delivers(self, number):
        """Take an order to its end: an open one would stand in the way."""
        self.page.goto("/staff/orders/order/")
        self.customer.link(number).click()
        for step in STEPS:
            self.customer.button(f"Mark as {step}").click()

    def opens(self, reference):
        """Find a request by its reference."""
        self.page.goto("/staff/privacy/case/")
        self.look(self.customer)
        self.page.get_by_label("Reference").fill(reference)
        self.customer.button("Find").click()
        self.customer.sees(reference)
        self.look(self.customer)

    def makes_the_plan(self):
        self._act("plan", "Make the plan")
        self.customer.sees("Nothing stands in the way.")
        self.look(self.customer)

    def agrees(self):
        self._act("review", "Agree to this plan")
        self.customer.sees("You agreed to this plan, so you can’t approve it.")
        assert self.page.locator("#approve").count() == 0

    def approves(self, reference):
        self.page.locator("#approve > summary").click()
        self.customer.field("Type the reference of this request").fill(reference)
        self.customer.button("Approve and carry out").click()
        self.customer.sees("Approved. The program carries it out.")
        self.look(self.customer)

    def _act(self, name, button):
        self.page.locator(f"#{name} > summary").click()
        self.customer.button(button).click()
