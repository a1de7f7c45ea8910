"""Somebody whose letters come back is told on their next visit, and how to mend it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from privacy.letters import returned, sending
from privacy.models import Case, Letter
from privacy.people import Person
from shop.contact import stamp
from tests.shop.accounts import conftest as accounts
from tests.shop.customer import text_of

client, order, pen = accounts.client, accounts.order, accounts.pen
empty_cache, other_browser = accounts.empty_cache, accounts.other_browser
on_commit = accounts.on_commit
TOLD = "Our letters do not reach you"
QUESTION = {"email": "maya@example.net", "words": "Where is it?", "website": ""}


def comes_back(letter, status="5.1.1"):
    at = timezone.now()
    assert sending.send(letter=letter, at=at)
    returned.note(letter=Letter.objects.get(pk=letter.pk), status=status, at=at)
    return at


@pytest.fixture
def bounced(order):
    """An order whose confirmation came back."""
    comes_back(Letter.objects.get(person=order.person))
    return order


def test_a_guest_reads_it_on_the_page_of_the_order(other_browser, order):
    assert TOLD not in text_of(other_browser.get(order.page))
    comes_back(Letter.objects.get(person=order.person))
    page = text_of(other_browser.get(order.page))
    assert TOLD in page
    assert "<b>m•••@example.net</b> came back on" in page
    assert "there is no such mailbox" in page
    assert 'href="/contact/correct/"' in page
    assert 'href="/contact/question/"' in page
    assert "maya@" not in page
    for path in ("/contact/correct/", "/contact/question/"):
        assert other_browser.get(path).status_code == 200


def test_whoever_is_signed_in_reads_it_with_the_way_to_correct_it(client, bounced):
    Person.objects.update(email_proven_at=timezone.now())
    client.force_login(Person.objects.get())
    for path in (bounced.page, "/accounts/"):
        page = text_of(client.get(path))
        assert TOLD in page
        assert 'href="/your-data/correct/email/"' in page


def test_a_corrected_address_clears_it(client, bounced):
    person = Person.objects.get()
    person.email = "maya.right@example.net"
    person.save()
    assert TOLD not in text_of(client.get(bounced.page))


def test_the_page_of_a_request_says_it_and_shows_no_address(client, db, on_commit):
    shown = stamp.new(at=timezone.now() - timedelta(seconds=9))
    with on_commit():
        there = client.post("/contact/question/", QUESTION | {"stamp": shown})
    path = there["Location"]
    letter = Letter.objects.get(case=Case.objects.get())
    assert letter.sent_at
    assert TOLD not in text_of(client.get(path))
    returned.note(letter=letter, status="5.2.2", at=timezone.now())
    page = text_of(client.get(path))
    assert TOLD in page
    assert "The mailbox takes no letters at present; it may be full." in page
    assert "A letter to the address that you gave came back" in page
    assert 'href="/contact/question/">file the request again' in page
    assert "example.net" not in page.split("</main>")[0].split("<main")[1]
