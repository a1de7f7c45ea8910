"""The page of a request where the customer acts: it reads well, fits, and is clear."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import timezone

from privacy import purposes
from privacy.cases import carrying_out, filing, taking_up
from privacy.cases.case import Demand
from privacy.cases.states import Kind
from privacy.models import Case
from privacy.people import Person
from privacy.purposes import Purpose
from shop.catalogue.models import Variant
from shop.your_data.forms import PartForm
from tests.looks.looking import look
from tests.shop.contact import letters
from tests.shop.customer import Customer

pytestmark = pytest.mark.browser
WISH = "The old order, and the letters about it."


@pytest.fixture
def maya(stocked):
    """A customer without an account, with an order."""
    cache.clear()
    buyer = Customer()
    buyer.add(Variant.objects.filter(stock__gt=2).first().sku)
    buyer.fill()
    buyer.order()
    return Person.objects.get(email="maya@example.net")


@pytest.fixture
def asked(maya):
    """File a request of hers, let the worker take it up; return its path."""

    def asked(kind, **demand):
        case = filing.file(
            kind=kind,
            email="maya@example.net",
            demand=Demand(**demand),
            country="GB",
            at=timezone.now(),
        )
        taking_up.take_up(case=case, at=timezone.now())
        with purposes.using(Purpose.OWN_REQUEST):
            return case.path_for_customer()

    return asked


def types_the_code(page):
    page.get_by_label("Code", exact=True).fill(letters.code())
    page.get_by_role("button", name="Check the code").click()


def press(page, name):
    page.get_by_role("button", name=name).first.click()


def chooses(page, path):
    page.goto(path)
    types_the_code(page)
    page.get_by_role("heading", name="Choose what should go").wait_for()
    look(page, "choose")
    press(page, "Show what would happen")
    look(page, "choose-nothing")
    page.locator("input[name=rows]").first.check()
    press(page, "Older records")
    look(page, "choose-older")
    press(page, "Show what would happen")
    look(page, "choose-preview")
    page.goto(path)
    look(page, "case-choose")


def opens_again(page, path):
    """In this browser nothing was proved: a fresh code opens it."""
    page.goto(path)
    look(page, "case-again")
    press(page, "Send me a code")
    look(page, "case-again-code")
    types_the_code(page)
    page.get_by_role("heading", name="Tell us something").wait_for()
    look(page, "case-again-facts")


def proved_elsewhere(path):
    """Prove it in another browser, and let the worker do the rest."""
    case, other = Case.objects.get(kind=Kind.COPY), Customer()
    other.post(f"{path}code/", {"code": letters.code()})
    case.refresh_from_db()
    number = case.person.orders.get().number
    other.post(f"{path}facts/", {"number": number, "said": "eh66qz"})
    carrying_out.advance(case=case, at=timezone.now())


def objects(page, path):
    page.goto(path)
    types_the_code(page)
    page.get_by_text("Every consent withdrawn").wait_for()
    look(page, "case-objected")


def test_axe_finds_nothing_where_the_customer_acts(page, asked, monkeypatch):
    monkeypatch.setattr(PartForm, "ON_A_PAGE", 1)
    chooses(page, asked(Kind.CLEAR, words=WISH))
    objects(page, asked(Kind.OBJECT, words=WISH))
    path = asked(Kind.COPY)
    proved_elsewhere(path)
    opens_again(page, path)
