"""A visitor of the Contact page, whose forms were on screen long enough."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from orders.models import Order
from shop.celery import app
from shop.contact import stamp
from tests.shop.customer import Customer, made


@pytest.fixture(autouse=True)
def empty_cache(db):
    cache.clear()


@pytest.fixture
def client():
    return Customer()


@pytest.fixture
def worker(settings):
    """Do the worker's part at once."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def on_commit(worker, django_capture_on_commit_callbacks):
    """Do what waits for the commit, and the worker's part with it."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def ago():
    """Make the stamp of a form that was shown some seconds ago."""

    def made(seconds=10):
        return stamp.new(at=timezone.now() - timedelta(seconds=seconds))

    return made


@pytest.fixture
def sent(client, ago):
    """Send a form of the Contact page."""

    def send(kind, **told):
        form = {"email": "alice@example.net", "stamp": ago(), "website": ""}
        form |= {} if kind == "question" else {"lives_in": "GB"}
        return client.post(f"/contact/{kind}/", form | told)

    return send


@pytest.fixture
def order(db):
    """An order by a guest, Maya, in another browser."""
    made("Shore fountain pen", "pen", 3800, stock=10)
    buyer = Customer()
    buyer.add("pen")
    buyer.fill()
    buyer.order()
    return Order.objects.select_related("person").get()
