"""Something on sale, two browsers, and limits that start at nought."""

import pytest
from django.core.cache import cache

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
