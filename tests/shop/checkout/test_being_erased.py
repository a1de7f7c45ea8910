"""Nothing is ordered for somebody who is being erased, and nothing typed is lost."""

from django.utils import timezone

from orders.models import Order
from privacy import people
from privacy.erasure import tombstones
from shop.checkout.models import Draft
from tests.shop.customer import DETAILS


def test_the_check_page_says_so_and_keeps_what_was_typed(client, pen):
    person = people.welcome(
        email=DETAILS["email"], name=DETAILS["name"], at=timezone.now()
    )
    tombstones.put_up(person, at=timezone.now())
    client.add("pen")
    client.fill()
    page = client.order()
    assert page.status_code == 200
    text = page.content.decode()
    assert "We can’t take an order under this email address today." in text
    assert "Nothing is ordered yet." in text
    assert DETAILS["name"] in text
    assert Draft.objects.exists()
    assert not Order.objects.exists()
    pen.refresh_from_db()
    assert pen.stock == 10


def test_another_address_goes_on_from_there(client, pen):
    person = people.welcome(
        email=DETAILS["email"], name=DETAILS["name"], at=timezone.now()
    )
    tombstones.put_up(person, at=timezone.now())
    client.add("pen")
    client.fill()
    client.order()
    client.fill(email="other@example.net")
    assert client.order().status_code == 303
    assert Order.objects.count() == 1
