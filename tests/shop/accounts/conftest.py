"""Something on sale, two browsers, and limits that start at nought."""

import pytest
from django.core.cache import cache

from orders.models import Order
from shop.celery import app
from tests.shop.customer import Customer, made


@pytest.fixture(autouse=True)
def empty_cache(db):
    cache.clear()


@pytest.fixture
def pen(db):
    """A pen at £38.00, of which ten are left."""
    return made("Shore fountain pen", "pen", 3800, stock=10)


@pytest.fixture
def envelopes(db):
    """Envelopes at £9.50 in navy, of which eight are left."""
    return made("Night Post envelopes", "night-post", 950, stock=8, label="Navy")


@pytest.fixture
def client():
    return Customer()


@pytest.fixture
def other_browser():
    return Customer()


@pytest.fixture
def order(client, pen):
    """An order by a guest, in the browser that the guest still has."""
    client.add("pen")
    client.fill()
    page = client.order()["Location"]
    placed = Order.objects.select_related("person").get()
    placed.page = page
    return placed


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks, settings):
    """Do what waits for the commit, and the worker's part at once."""
    app.conf.task_always_eager = True
    yield lambda: django_capture_on_commit_callbacks(execute=True)
    app.conf.task_always_eager = False


@pytest.fixture
def memory_cache(settings):
    """Counters that ask no database, so that only the rest is counted."""
    locmem = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": locmem}}
