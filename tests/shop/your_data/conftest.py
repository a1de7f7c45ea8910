"""A customer with an order and an account, signed in or at the door."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from orders.models import Order
from privacy.models import Case
from shop.celery import app
from shop.contact import stamp
from tests.shop.contact import letters
from tests.shop.customer import Customer, made

SECRET = "a long enough secret"


@pytest.fixture(autouse=True)
def empty_cache(db):
    cache.clear()


@pytest.fixture
def client():
    return Customer()


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks, settings):
    """Do what waits for the commit, and the worker's part at once."""
    app.conf.task_always_eager = True
    yield lambda: django_capture_on_commit_callbacks(execute=True)
    app.conf.task_always_eager = False


@pytest.fixture
def order(db):
    """An order of Maya's, made in another browser."""
    made("Shore fountain pen", "pen", 3800, stock=10)
    buyer = Customer()
    buyer.add("pen")
    buyer.fill()
    buyer.order()
    return Order.objects.select_related("person").get()


@pytest.fixture
def maya(order):
    """Maya, whose account is older than a month."""
    person = order.person
    person.set_password(SECRET)
    person.email_proven_at = timezone.now() - timedelta(days=90)
    person.save()
    return person


@pytest.fixture
def signed_in(client, maya):
    client.force_login(maya)
    return client


@pytest.fixture
def guest(client, order, on_commit):
    """A browser in which the code for seeing Maya's data was typed, and the path."""
    shown = stamp.new(at=timezone.now() - timedelta(seconds=9))
    form = {"email": "maya@example.net", "lives_in": "GB", "stamp": shown}
    with on_commit():
        path = client.post("/contact/see/", form)["Location"]
    with on_commit():
        client.post(f"{path}code/", {"code": letters.code()})
    client.own = path.replace("/cases/", "/your-data/")
    return client


@pytest.fixture
def last_case():
    """Find the case that was filed last."""
    return lambda: Case.objects.order_by("received_at").last()
