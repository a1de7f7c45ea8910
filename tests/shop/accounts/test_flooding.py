"""A stranger who knows an address can't flood its mailbox, whatever page is used."""

from __future__ import annotations

from django.core import mail
from django.utils import timezone

from orders.event import Verb
from orders.letters import tell
from privacy.letters import sending
from privacy.models import Letter
from privacy.purposes import AT_ONE_ADDRESS, Purpose
from shop.accounts import passwords


def all_day(at):
    for letter in Letter.objects.due(at=at).order_by("queued_at"):
        sending.send(letter=letter, at=at)
    return len(mail.outbox)


def test_letters_about_passwords(order):
    at, most = timezone.now(), Purpose.OFFICIAL_NOTICE.letters.an_hour
    for _ in range(most):
        passwords.answer_reset(person_id=str(order.person_id), at=at)
        passwords.choose(person=order.person, password="a long secret", at=at)
    Letter.objects.filter(template="orders/placed").delete()
    assert all_day(at) == most
    assert Letter.objects.waiting().count() == most


def test_orders_under_an_address(order):
    at, most = timezone.now(), Purpose.ORDER_CONFIRMATION.letters.an_hour
    for _ in range(most):
        tell(order=order, verb=Verb.PLACED, at=at)
    assert all_day(at) == most
    for _ in range(AT_ONE_ADDRESS.an_hour):
        tell(order=order, verb=Verb.PACKED, at=at)
    assert all_day(at) == AT_ONE_ADDRESS.an_hour
