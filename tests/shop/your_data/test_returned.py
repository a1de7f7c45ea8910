"""Your data says that our letters come back, to account holders and guests alike."""

from __future__ import annotations

from django.utils import timezone

from privacy.letters import returned, sending
from privacy.models import Letter
from tests.shop.customer import text_of

TOLD = "Our letters do not reach you"


def comes_back(person):
    letter = Letter.objects.filter(person=person).first()
    sending.send(letter=letter, at=timezone.now())
    letter = Letter.objects.get(pk=letter.pk)
    assert returned.note(letter=letter, status="5.1.1", at=timezone.now())


def test_an_account_holder_reads_it_with_the_way_to_change_it(signed_in, maya):
    assert TOLD not in text_of(signed_in.get("/your-data/"))
    comes_back(maya)
    page = text_of(signed_in.get("/your-data/"))
    assert TOLD in page
    assert 'href="/your-data/correct/email/">change your email address' in page
    assert "An address that a letter came back from" in page
    assert "From a mail server, when it gave our letter back." in page


def test_a_guest_reads_it_too(guest, order):
    comes_back(order.person)
    page = text_of(guest.get(guest.own))
    assert TOLD in page
    assert f'href="{guest.own}correct/email/">change your email address' in page
